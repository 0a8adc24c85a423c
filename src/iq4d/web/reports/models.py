"""The report of a dialogue as it was made, and what a group lets go outside of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import LANGUAGES, Person

PROBLEMS = [("failed", "failed"), ("no-pdf", "this installation makes no PDF"), ("words-left", "words were left in it")]
STATES = [
    ("making", _("being made")),
    ("unmade", _("could not be made")),
    ("asked", _("asked of everybody whose words are in it")),
    ("declined", _("stays here: not everybody said yes")),
    ("released", _("released")),
    ("withdrawn", _("closed again: somebody took their yes back")),
    ("changed", _("closed again: what was said was changed since")),
    ("dropped", _("asked no more")),
]


class ReportPage(models.Model):
    """The page of a dialogue's report in one language, and its PDF. It is shown only while it is what all see now.

    stamp: the last entry of the journal it knows of. digest: of what it shows (`queries.digest_of`).
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="report_pages")
    language = models.CharField(max_length=5, choices=LANGUAGES)
    html = models.TextField()
    digest = models.CharField(max_length=64)
    stamp = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=10, choices=PROBLEMS, blank=True)
    pdf = models.BinaryField(null=True)
    pdf_asked_at = models.DateTimeField(null=True)
    pdf_made_at = models.DateTimeField(null=True)
    pdf_problem = models.CharField(max_length=10, choices=PROBLEMS, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "language"], name="one_report_per_language")]

    def __str__(self) -> str:
        return f"report of {self.dialogue_id} in {self.language}"


class Release(models.Model):
    """A page that a group is asked to let go outside, frozen as it was when they were asked.

    pages: the HTML by language; marks: one for each piece of words it rests on (`queries.marks_of`); contested: the
    evidence that was left out. All three go once it is over. token_hash: of the link, which stands nowhere (tokens.py).
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="releases")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    purpose = models.CharField(max_length=300)  # to whom, and what for
    quotes = models.BooleanField(default=False)
    until = models.DateField()  # the last day
    state = models.CharField(max_length=10, choices=STATES, default="making")
    problem = models.CharField(max_length=10, choices=PROBLEMS, blank=True)
    pages = models.JSONField(default=dict)
    marks = models.JSONField(default=list)
    contested = models.JSONField(default=list)
    stamp = models.BigIntegerField(default=0)
    nonce = models.CharField(max_length=32, blank=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULL while there is no link
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue"], condition=Q(state__in=["making", "asked"]), name="one_question_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"release {self.pk} of {self.dialogue_id}"

    def get_absolute_url(self) -> str:
        return f"{self.dialogue.get_absolute_url()}releases/{self.pk}/"


class Answer(models.Model):
    """What one person whose words are in it says. yes: None is silence, by which nothing ever happens.

    person: None is somebody who is gone, for whom nobody answers. away: did not see the dialogue when it was asked.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    away = models.BooleanField(default=False)
    yes = models.BooleanField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "person"], name="one_answer_per_person")]

    def __str__(self) -> str:
        return f"answer {self.pk} to release {self.release_id}"
