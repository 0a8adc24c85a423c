"""The ground every test stands on: where the shared samples lie."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("IQ4D_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The samples nobody on the team wrote; not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared samples are not here (set IQ4D_SHARED to their folder)")
    return SHARED
