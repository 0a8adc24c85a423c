"""What the measure says of each dialogue, and what people say of the measure."""

from __future__ import annotations

from django.db import models

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person


class Mirror(models.Model):
    """The scorecard of a dialogue, kept as it was computed."""

    dialogue = models.OneToOneField(Dialogue, on_delete=models.CASCADE, related_name="mirror")
    scorecard = models.JSONField(null=True)  # iq4d.measures.Scorecard.to_json(); null: not computed yet
    seen = models.JSONField(default=dict)  # by dimension, "a lot" ... "unseen": for pages that show only the shapes
    measure = models.PositiveSmallIntegerField(default=1)  # the version of the measure that made the scorecard
    # {"from": the version that made the card before, "points": its points by dimension}; empty: no older one made any.
    # Once the conversation moved on there are no points in it: they cannot be held beside the new ones.
    renewed = models.JSONField(default=dict)
    # of what was measured, which all may see, and by which version: it moves when that moves, not before
    digest = models.CharField(max_length=20, default="")
    computed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()  # later than computed_at: a new computation is under way

    class Meta:
        # holds all that is asked to find older ones: SQLite reads through a whole card to reach what stands behind it
        indexes = [models.Index(fields=["measure", "dialogue"], name="made_by_measure")]

    def __str__(self) -> str:
        return f"mirror of {self.dialogue_id}"

    @property
    def under_way(self) -> bool:
        return self.computed_at is None or self.asked_at > self.computed_at


class Remark(models.Model):
    """What somebody says of a piece of evidence: "this is not right", or "yes, this is a promise"."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="remarks")
    evidence = models.CharField(max_length=80)  # iq4d.measures.Evidence.id
    stance = models.CharField(max_length=10, choices=[("wrong", "this is not right"), ("promise", "this is a promise")])
    words = models.JSONField(default=list)  # that carried the piece, as they stood on the mirror
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "evidence", "person"], name="one_remark_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.stance}: {self.evidence}"


class Moment(models.Model):
    """Where a dialogue's mirror stood: at most one a day and a step. Figures only, without a word of anybody.

    It moves with what all may see and with nothing else: when would tell that somebody wrote something private.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="moments")
    day = models.DateField()  # of a conversation brought in: when it was last talked in
    step = models.CharField(max_length=60, blank=True)  # the engine's step that began last; empty: there is none
    measure = models.PositiveSmallIntegerField()  # figures of two versions do not compare
    digest = models.CharField(max_length=20, blank=True)  # of what was measured, whatever the time; empty: not known
    contributions = models.PositiveIntegerField()
    figures = models.JSONField()  # by dimension: {"seen": "some", "points": 12.4 or null, "low": ..., "high": ...}
    voices = models.JSONField(default=list)  # numbers of participants heard in it, a few: to count people, not to name

    class Meta:
        indexes = [models.Index(fields=["dialogue", "measure"], name="moments_by_measure")]

    def __str__(self) -> str:
        return f"mirror of {self.dialogue_id} on {self.day}"


class OwnView(models.Model):
    """How one participant sees the dialogue: a step of rules.STEPS for each dimension, empty for "I cannot tell".

    Private: nobody but this person ever reads it. A group gets `Together` alone.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="own_views")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    purpose = models.PositiveSmallIntegerField(null=True)
    depth = models.PositiveSmallIntegerField(null=True)
    diversity = models.PositiveSmallIntegerField(null=True)
    deeds = models.PositiveSmallIntegerField(null=True)
    may_test = models.BooleanField(default=False)  # consent: this and one's verdict may help to test the measure
    first_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "person"], name="one_own_view_per_person")]

    def __str__(self) -> str:
        return f"own view {self.pk}"  # without its answers: this is what logs show


class Together(models.Model):
    """The own views of one group as it sees them. Made once and never again: two of them would tell who said what."""

    dialogue = models.OneToOneField(Dialogue, on_delete=models.CASCADE, related_name="together")
    people = models.PositiveIntegerField()
    middles = models.JSONField()  # by dimension {"middle": "some", "apart": true, false or null}; only those to show
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"own views in {self.dialogue_id} together"


class Agreement(models.Model):
    """How well measure and people agree on this installation, as last counted. One row."""

    figures = models.JSONField()  # agreement.Figures
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"agreement of {self.made_at:%Y-%m-%d}"
