"""What somebody will do, and what came of it. The words of a deed are those of its contribution."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from iq4d.web.dialogues.models import Contribution, Participant

OUTCOMES = [
    ("done", pgettext_lazy("what came of a deed", "Done")),
    ("partly", pgettext_lazy("what came of a deed", "Partly")),
    ("not", pgettext_lazy("what came of a deed", "Not done")),
]
REASONS = [
    ("time", _("There was no time")),
    ("chance", _("No chance came")),
    ("blocked", _("Somebody or something stood in the way")),
    ("unwanted", _("I no longer want to")),
    ("other", _("Something else")),
]


class Deeds(models.QuerySet["Deed"]):
    def standing(self) -> Deeds:
        """Those that were not taken back."""
        return self.filter(contribution__removed_at=None)

    def untold(self) -> Deeds:
        return self.filter(outcome="")


class Deed(models.Model):
    """A promise made in a dialogue: when, how, who asks after it, and what came of it."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="deed")
    due = models.DateField(null=True)  # as its owner said; empty: none
    ask_on = models.DateField()  # the day on which is asked how it went, where its owner lives
    if_then = models.TextField(blank=True)
    obstacle = models.TextField(blank=True)
    first_step = models.TextField(blank=True)
    buddy = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="asks_after")
    outcome = models.CharField(max_length=6, choices=OUTCOMES, blank=True)  # empty: not told
    reason = models.CharField(max_length=8, choices=REASONS, blank=True)  # of partly and not
    reason_words = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    story = models.OneToOneField(Contribution, null=True, on_delete=models.SET_NULL, related_name="story_of")
    asked_at = models.DateTimeField(null=True)  # when its owner was asked; another date asks once more
    buddy_asked_at = models.DateTimeField(null=True)

    objects = Deeds.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ask_on"], condition=Q(outcome="", asked_at=None), name="deeds_to_ask")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome="") | Q(told_at__isnull=False), name="told_is_told_some_time")
        ]

    def __str__(self) -> str:
        return f"deed {self.contribution_id}"

    def get_absolute_url(self) -> str:
        return f"/deeds/{self.pk}/"
