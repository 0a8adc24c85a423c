"""What somebody learned: by accident, the moment they notice; and over a month, quarter or year, as they look back.

All of it is its owner's alone. Nothing here hangs on a circle, and no other app reads it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.harvests import rules
from iq4d.web.people.models import LANGUAGES, Person

PERIODS = [("month", _("Month")), ("quarter", _("Quarter")), ("year", _("Year"))]
PROBLEMS = [("failed", "failed"), ("no-pdf", "this installation makes no PDF")]
# where a learning came from: kinds of contributions, a by-catch, or nothing but its owner's words
SOURCES = [(one, one) for one in ("question", "core", "deed", "takeaway", "bycatch", "own")]


class Bycatches(models.QuerySet["Bycatch"]):
    def standing(self) -> Bycatches:
        """Those that were not taken back."""
        return self.filter(removed_at=None)


class Bycatch(models.Model):
    """Something learned without meaning to, as it was caught."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bycatches")
    words = models.TextField()
    from_whom = models.CharField(max_length=200, blank=True)  # or where
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # taken back, which can be undone

    objects = Bycatches.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="own_bycatches")]

    def __str__(self) -> str:
        return f"by-catch {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/bycatch/{self.pk}/"


class Harvest(models.Model):
    """What somebody chose from a month, quarter or year. The PDF is made of it as it was when it was asked for."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="harvests")
    period = models.CharField(max_length=7, choices=PERIODS)
    first = models.DateField()  # the first day of it
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    dialogue = models.ForeignKey(Dialogue, null=True, on_delete=models.SET_NULL, related_name="+")  # who asks about it
    laid_at = models.DateTimeField(null=True)  # when its learnings came on the table there
    language = models.CharField(max_length=5, choices=LANGUAGES, default="en")  # of the PDF
    pdf = models.BinaryField(null=True)
    pdf_asked_at = models.DateTimeField(null=True)
    pdf_made_at = models.DateTimeField(null=True)
    pdf_problem = models.CharField(max_length=10, choices=PROBLEMS, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "first"], name="own_harvests")]

    def __str__(self) -> str:
        return f"harvest {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/harvest/{self.pk}/"

    @property
    def of(self) -> rules.Period:
        return rules.Period(self.period, self.first)


class Learnings(models.QuerySet["Learning"]):
    def standing(self) -> Learnings:
        """Those that were not left out."""
        return self.filter(removed_at=None)


class Learning(models.Model):
    """One of at most three things in a harvest. Its words were its owner's already and are theirs to change here."""

    harvest = models.ForeignKey(Harvest, on_delete=models.CASCADE, related_name="learnings")
    source = models.CharField(max_length=8, choices=SOURCES)
    contribution = models.ForeignKey(Contribution, null=True, on_delete=models.SET_NULL, related_name="+")
    bycatch = models.ForeignKey(Bycatch, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    intended = models.BooleanField(null=True)  # None: not said
    from_whom = models.CharField(max_length=200, blank=True)
    used_where = models.TextField(blank=True)
    shows = models.TextField(blank=True)  # what shows it
    removed_at = models.DateTimeField(null=True)  # left out, which can be undone

    objects = Learnings.as_manager()

    def __str__(self) -> str:
        return f"learning {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/harvest/{self.harvest_id}/{self.pk}/"
