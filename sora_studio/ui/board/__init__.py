"""The film as a storyboard: every shot a panel, in a grid, scene by scene."""
