from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from web.access.everywhere.asking import Answers, Asking
from web.stage import Stage


@pytest.fixture(scope="package")
def set_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """One stage for all modules here: each takes back what it writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Stage()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def answers() -> Answers:
    return {}


@pytest.fixture
def asking(stage: Stage, answers: Answers) -> Asking:
    """On the stage as it was set."""
    return Asking(stage, answers)
