"""The film as plain frozen values, and every edit of it as a pure function.

Imports the standard library and `sora_studio.errors` only."""
