from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from web.stage import Stage


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


@pytest.fixture(scope="module")
def set_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """Setting a stage takes seconds: it stands for all tests of a module. So all of them that ask a database use it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Stage()
        transaction.set_rollback(True)


@pytest.fixture
def stage(set_stage: Stage, db: None) -> Stage:
    """As it was set: what a test writes is taken back, and what it changes in these objects changes only its own."""
    return deepcopy(set_stage)
