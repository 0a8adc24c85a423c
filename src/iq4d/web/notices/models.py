"""What somebody is still to hear, and the one mail of a day in which they hear it. No words of people stand here."""

from __future__ import annotations

from django.db import models

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person

KINDS = [
    (kind, kind)
    for kind in (
        "asked", "reminded", "invited", "news", "finished", "deed", "told", "word", "back", "learned", "photo", "keep",
    )
]  # fmt: skip
STANCES = [("follow", "follow"), ("mute", "mute")]


class Bundle(models.Model):
    """The mail of one person on one day, where they are. The pair is unique: whatever the clocks do, it is one mail."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bundles")
    day = models.DateField()  # the date it is for this person
    message_id = models.CharField(max_length=200)  # the same at every try: a retry is no second mail
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_mail_a_day")]
        indexes = [models.Index(fields=["tried_at"], condition=models.Q(sent_at=None), name="mails_on_their_way")]

    def __str__(self) -> str:
        return f"mail to {self.person_id} on {self.day}"


class Notice(models.Model):
    """Something happened that this person is to hear of. What the mail says is looked up when it goes out.

    about: what it is about, as a code: "c12" a contribution, "i3" an invite, "questions:contribute" a step and what is
    asked in it, "d5" a deed that was told of, "d5e77" one that is asked after ("b5e77": by its buddy;
    "d5@20261126": said in a mail, as the question of that day), "w4" a private
    word, "r6" a look back, "c9" what somebody learned from this person's view, "e77" the entry of the journal. Told
    twice is once.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    dialogue = models.ForeignKey(Dialogue, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS)
    about = models.CharField(max_length=100)
    entry = models.BigIntegerField()  # of the journal
    at = models.DateTimeField()
    bundle = models.ForeignKey(Bundle, null=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "dialogue", "kind", "about"], name="told_twice_is_once"),
            models.UniqueConstraint(
                fields=["person", "kind", "about"],
                condition=models.Q(dialogue=None),
                name="told_once_outside_dialogues",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=models.Q(bundle=None), name="still_to_be_heard")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} for {self.person_id}"


class Following(models.Model):
    """Somebody said that they want to hear what is new in a dialogue, or do not."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=6, choices=STANCES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "dialogue"], name="one_stance_per_dialogue")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.stance} {self.dialogue_id}"


class LookBack(models.Model):
    """Somebody is asked what came of a dialogue, on the day its group chose to look back. Another day asks anew."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()  # as the group chose it
    asked_at = models.DateTimeField()
    away_at = models.DateTimeField(null=True)  # they said that there is nothing to tell

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "dialogue", "day"], name="asked_to_look_back_once")]

    def __str__(self) -> str:
        return f"{self.person_id} looks back on {self.dialogue_id}"


class Unasked(models.Model):
    """A mail address that wants no more invitations. Only a proof of it is kept, made with the site's secret."""

    proof = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unasked {self.pk}"
