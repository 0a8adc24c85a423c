"""The ground every test stands on: settings for tests, and where the shared samples lie."""

import os
import tempfile
from pathlib import Path

os.environ["IQ4D_TESTING"] = "1"
os.environ.setdefault("IQ4D_DATA_DIR", tempfile.mkdtemp(prefix="iq4d-tests-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs beside the live server

import pytest

SHARED = Path(os.environ.get("IQ4D_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The samples nobody on the team wrote; not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared samples are not here (set IQ4D_SHARED to their folder)")
    return SHARED
