"""An export on its way into a circle: brought in, read, previewed, confirmed, perhaps undone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from iq4d.web.circles.models import Circle, new_key
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person

STATES = [
    ("reading", _("being read")),
    ("failed", _("could not be read")),
    ("ready", _("ready to look at")),
    ("keeping", _("being brought in")),
    ("done", _("in the circle")),
    ("undone", _("undone")),
]


class Imports(models.QuerySet["Import"]):
    def seen_by(self, person: Person) -> Imports:
        """Before it is confirmed an import is its bringer's alone: nobody else has seen these words here.

        Afterwards the circle's stewards see it too: somebody must be able to undo it when its bringer has left.
        """
        own = models.Q(person=person, circle__memberships__person=person)
        stewarded = models.Q(circle__memberships__person=person, circle__memberships__role="steward")
        return self.filter(own | (stewarded & models.Q(state__in=("done", "undone"))))


class Import(models.Model):
    key = models.CharField(max_length=16, unique=True, default=new_key)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="imports")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="imports")
    file_names = models.CharField(max_length=300)  # as they were called, to recognise them
    called = models.JSONField(default=dict)  # each file's own name, by the name of our making
    state = models.CharField(max_length=10, choices=STATES, default="reading")
    reader = models.CharField(max_length=40, blank=True)
    bytes_read = models.BigIntegerField(default=0)
    bytes_in_all = models.BigIntegerField(default=0)
    problem = models.JSONField(null=True)  # of a failed one: {"where", "what", "todo"}, Texts as JSON
    skipped_count = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=list)  # the first of them: [{"where", "why"}]
    pseudonyms = models.BooleanField(default=True)
    group_knows = models.CharField(max_length=10, blank=True)  # that its words come here: forms.GROUP_KNOWS_CHOICES
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # by the worker: an import it left behind is taken up again
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = Imports.as_manager()

    def __str__(self) -> str:
        return self.file_names

    def get_absolute_url(self) -> str:
        return f"/imports/{self.key}/"

    @property
    def folder(self) -> Any:
        return settings.DATA_DIR / "imports" / self.key


class Found(models.Model):
    """A conversation found in an export: enough to choose by, and what became of it."""

    export = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="found")
    number = models.PositiveIntegerField()  # order in the export, from 1
    source_key = models.CharField(max_length=64)
    title = models.CharField(max_length=300)
    opening = models.CharField(max_length=300, blank=True)  # the first words, to recognise it by
    contributions = models.PositiveIntegerField()
    speakers = models.PositiveIntegerField()
    expected = models.PositiveIntegerField(null=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    chosen = models.BooleanField(default=True)
    dialogue = models.ForeignKey(Dialogue, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="one_found_per_number")]

    def __str__(self) -> str:
        return self.title
