"""Shared by every suite: hypothesis profile, and which database and browser are meant."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


def pytest_report_header(config: pytest.Config) -> str:
    vendor = os.environ.get("LICET_EXPECT_VENDOR", "as configured")
    return f"vendor={vendor} browser={shutil.which('chromium')}"
