import logging
from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def patient() -> None:
    """How often somebody tried is forgotten between two stories."""
    cache.clear()


@pytest.fixture
def quiet() -> Iterator[None]:
    """No line in the log for each refusal, where refusals are what is asked for."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
