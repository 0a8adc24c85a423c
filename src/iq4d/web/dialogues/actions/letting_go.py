"""Whether words are kept, where a method lets them go: asked of everybody, and done by the clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from iq4d.web.dialogues import letting_go, pictures, rules
from iq4d.web.dialogues.actions.sitting import Sitting, sit_down
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Participant, Version
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


@transaction.atomic
def answer(*, person: Person, dialogue: Dialogue, keep: bool, now: datetime) -> None:
    """Keep the words, or let them go. The last answer before the moment counts. Raises Refused.

    The journal does not know who answered, nor what: of all who were asked, the one missing would be who said no.
    """
    sitting = sit_down(dialogue, now, person=person)
    fresh = Dialogue.objects.get(pk=dialogue.pk)
    require(rules.may_answer_on_keeping(state=fresh.state, wipes_at=fresh.wipes_at, now=now))
    assert sitting.me is not None
    Participant.objects.filter(pk=sitting.me.pk).update(keeps=keep)


@transaction.atomic
def decide(*, dialogue: Dialogue, now: datetime) -> str:
    """What became of the words: "kept" or "wiped"; "" where it is not time. Twice is once."""
    sitting = sit_down(dialogue, now)
    dialogue.refresh_from_db(fields=["state", "wipes_at", "fate"])
    if dialogue.state != "finished" or dialogue.wipes_at is None or dialogue.wipes_at > now:
        return ""
    dialogue.fate = "kept" if letting_go.all_want_to_keep(dialogue, sitting.participants) else "wiped"
    dialogue.wipes_at = None
    dialogue.save(update_fields=["fate", "wipes_at"])
    Participant.objects.filter(dialogue=dialogue).update(keeps=None)  # who said what is known to nobody from now on
    if dialogue.words_gone:
        _wipe(sitting, now)
    verb = "dialogues.wiped" if dialogue.words_gone else "dialogues.words-kept"
    record(verb, actor=None, subject=dialogue, circle=dialogue.circle_id)
    return dialogue.fate


def _wipe(sitting: Sitting, now: datetime) -> None:
    """The words go, with all they said before, what was on its way, and pictures. The places stay, and say nothing."""
    dialogue = sitting.dialogue
    rows = Contribution.objects.filter(letting_go.going(dialogue, sitting.state))
    gone = list(rows.values_list("pk", flat=True))
    seen = list(rows.exclude(picture="").values_list("picture", flat=True))
    Version.objects.filter(contribution__in=gone).delete()
    Draft.objects.filter(dialogue=dialogue).exclude(kind__in=letting_go.STAYS).delete()
    Contribution.objects.filter(pk__in=gone).update(
        source="", text="", html="", hidden_why="", picture="", consent="", place=None, edited_at=None, wiped=True,
        removed_at=Coalesce(F("removed_at"), now),
    )  # fmt: skip
    dialogue.summaries = {}
    dialogue.save(update_fields=["summaries"])
    transaction.on_commit(lambda: pictures.let_go(seen))
    sitting.recount()
