"""How fast Sora Studio is, as ratios of two things done side by side: `python -m benchmarks`."""
