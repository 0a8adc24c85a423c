"""Conversations held here or brought in: who took part, and what they said."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iq4d.web.circles.models import Circle, new_key
from iq4d.web.people.models import Person


class Dialogues(models.QuerySet["Dialogue"]):
    def seen_by(self, person: Person) -> Dialogues:
        """A dialogue is seen by the members of its circle."""
        return self.filter(circle__memberships__person=person)

    def newest_talk_first(self) -> Dialogues:
        """What has no time stands last: left to themselves SQLite and PostgreSQL differ on that."""
        return self.order_by(models.F("ended_at").desc(nulls_last=True), "-pk")


class Dialogue(models.Model):
    """A conversation with its purpose. So far all are finished: they were held elsewhere and brought in."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="dialogues")
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=8, blank=True)  # ISO 639-1; empty: find out
    why = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    done_when = models.TextField(blank=True)
    outside = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=[("finished", _("finished"))], default="finished")
    platform = models.CharField(max_length=40, blank=True)  # a reader's name, empty when held here
    origin = models.CharField(max_length=500, blank=True)
    source_key = models.CharField(max_length=64, null=True)  # noqa: DJ001 - NULL where there is no source: unique below
    expected = models.PositiveIntegerField(null=True)  # contributions the platform spoke of
    declared = models.JSONField(default=dict)  # deeds, takeaways ...: iq4d.conversation.Declared, by number
    contribution_count = models.PositiveIntegerField(default=0)
    participant_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = Dialogues.as_manager()

    class Meta:
        constraints = [
            # what makes the same export, brought in twice, add nothing
            models.UniqueConstraint(fields=["circle", "source_key"], name="one_dialogue_per_source"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/dialogues/{self.key}/"


class Participant(models.Model):
    """Somebody in a dialogue: a person with an account, or only a name (or a pseudonym) from elsewhere."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveIntegerField()  # in order of speaking, from 1
    name = models.CharField(max_length=120, blank=True)  # empty: a pseudonym, said from the number
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_participant_per_number")]

    def __str__(self) -> str:
        return self.name or str(self.number)


class Contribution(models.Model):
    """What one participant brought in. Source and rendered HTML are both kept; the HTML is made once, on write."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="contributions")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="contributions")
    number = models.PositiveIntegerField()  # in order of time, from 1; the address on the page (#c-12)
    place = models.PositiveIntegerField()  # in order of reading: threads together, from 1
    level = models.PositiveSmallIntegerField(default=0)  # 0, 1, 2: two levels of reply
    answers = models.PositiveIntegerField(null=True)  # the number of what it really replies to
    at = models.DateTimeField(null=True)
    source = models.TextField()
    markup = models.CharField(max_length=10)  # ui.markup.MARKUPS
    text = models.TextField()  # plain, without quotations of others: what is measured
    html = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="one_contribution_per_number"),
            models.UniqueConstraint(fields=["dialogue", "place"], name="one_contribution_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue_id}#{self.number}"
