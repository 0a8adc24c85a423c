"""What one person who leads says to one who takes part, and what that one says back. Nobody else ever reads it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.people.models import Person


class PrivateWords(models.QuerySet["PrivateWord"]):
    def of(self, person: Person) -> PrivateWords:
        """Said by this person or to them, wherever they still take part."""
        said = Q(author__person=person, author__removed_at=None)
        return self.filter(said | Q(to__person=person, to__removed_at=None))


class PrivateWord(models.Model):
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="private_words")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    about = models.PositiveIntegerField(default=0)  # number of the contribution it is about; 0: of none
    answers = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="answer")
    source = models.TextField()
    html = models.TextField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)  # put away by whom it was meant for

    objects = PrivateWords.as_manager()

    def __str__(self) -> str:
        return f"private word {self.pk}"
