import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "diffusers: compares with Hugging Face diffusers; skipped where it is missing")
