"""Sora Studio: storyboard a film offline, a prompt per shot, with three local diffusion stages."""

__version__ = "0.1.0"
