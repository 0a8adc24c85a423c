"""The one stream of events, and what still has to be told of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Who did what, when. It names things and never quotes them: no person's words stand in the journal."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)  # "dialogues.imported": an app and a past participle
    circle = models.BigIntegerField(null=True, db_index=True)
    subject = models.CharField(max_length=80, db_index=True)  # "dialogue:12"
    data = models.JSONField(default=dict)  # numbers, codes and identities only

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"


class Delivery(models.Model):
    """One listener's share of one entry: written with the act, done by the worker, once."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=120)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "listener"], name="one_delivery_per_listener")]
        indexes = [models.Index(fields=["tried_at"], condition=models.Q(done_at=None), name="undelivered")]

    def __str__(self) -> str:
        return f"{self.listener} <- {self.entry_id}"


class Once(models.Model):
    """The key of a form that makes something, and where its result stands: a double click makes one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    result = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_result_per_form")]

    def __str__(self) -> str:
        return self.key


class Turn(models.Model):
    """A periodic job's turn. The unique pair lets one clock of many take it."""

    name = models.CharField(max_length=60)
    slot = models.CharField(max_length=40)  # the minute, in UTC, in which the turn begins: "29395200" since 1970
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot"], name="one_turn_per_slot")]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"
