"""The one way a plain value gets its name."""

import json
from hashlib import sha256


def digest_of(value: object) -> str:
    """The sha256 (hex) of a plain value's canonical JSON: sorted keys, no blanks, ASCII."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(canonical.encode()).hexdigest()
