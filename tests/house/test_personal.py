"""Erase and export are a registry: no text field of a person's is forgotten (SECURITY rule 12)."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import models

from iq4d.web.circles.models import Circle
from iq4d.web.journal import personal

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
TEXTS += (models.GenericIPAddressField,)
# Other people's models that hold something of a person and are kept for longer than a visit.
THEIRS = ("account.EmailAddress", "account.EmailConfirmation")


def holds_text(field: models.Field) -> bool:  # type: ignore[type-arg]
    return isinstance(field, TEXTS)


def text_fields(kinds: Iterable[type[models.Model]]) -> set[tuple[str, str]]:
    """(model, field) of everything words can stand in."""
    return {
        (model._meta.label, field.name) for model in kinds for field in model._meta.local_fields if holds_text(field)
    }


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("iq4d.")]


def test_every_text_field_says_what_it_holds() -> None:
    there = text_fields([*ours(), *map(apps.get_model, THEIRS)])
    assert len(there) >= 40
    assert there - set(personal.REGISTRY) == set(), "declare these in the app's personal.py"


def test_nothing_is_declared_that_is_not_there() -> None:
    there = {(model._meta.label, field.name) for model in apps.get_models() for field in model._meta.local_fields}
    assert set(personal.REGISTRY) - there == set()


def test_a_forgotten_field_is_found() -> None:
    """Control: a model with a new text field, and one whose field was taken away."""

    class Diary(models.Model):
        secret = models.TextField()
        count = models.IntegerField()

        class Meta:
            app_label = "tests_of_the_house"

        def __str__(self) -> str:
            return self.secret

    assert text_fields([Diary]) - set(personal.REGISTRY) == {("tests_of_the_house.Diary", "secret")}
    assert ("circles.Circle", "motto") not in text_fields([Circle])
    del apps.all_models["tests_of_the_house"]
    apps.clear_cache()


def test_what_is_kept_has_its_reason() -> None:
    for (model, field), held in personal.REGISTRY.items():
        assert held.holds in personal.HOLDS
        assert held.on_erase in personal.ON_ERASE
        if held.on_erase == "kept" and held.holds != "nothing":
            assert held.why, f"{model}.{field}"
    erased = {pair for pair, held in personal.REGISTRY.items() if held.holds == "identity"}
    assert {("people.Person", "email"), ("people.Person", "name"), ("dialogues.Participant", "name")} <= erased
    assert all(personal.REGISTRY[pair].on_erase != "kept" for pair in erased)
