"""The mirror follows the dialogue: it is computed when something moved that it rests on, in background work."""

from __future__ import annotations

from django.utils import timezone

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.mirror import actions, queries
from iq4d.web.mirror.own_view import actions as own_view_actions

WORDS = [
    f"dialogues.{verb}"
    for verb in ("contributed", "edited", "taken-back", "brought-back", "hidden", "shown-again", "signed")
]
FRAME = [
    f"dialogues.{verb}" for verb in ("sharpened", "intended", "joined", "moved", "gestured", "finished", "reopened")
]
DEEDS = [f"deeds.{verb}" for verb in ("told", "untold", "explained", "moved")]
# Of moves and gestures, those that show something, or that the measures know of.
TELLING = {"move": ("open", "close", "reveal", "skip", "reopen", "stand_in"), "kind": ("judge", "rate")}


@listens_to("dialogues.kept", "mirror.remarked", *WORDS, *FRAME, *DEEDS)
def hold_up(entry: Entry) -> None:
    """Compute the mirror, once for everything that was told by now: a busy dialogue does not queue a hundred of them.

    What is read before measuring answers for every delivery that was there: those are done with this one. A delivery
    that is not seen yet belongs to an act that is not committed, and comes by itself. No clock decides.
    """
    if entry.verb in ("dialogues.moved", "dialogues.gestured") and not _tells(entry):
        return
    dialogue = Dialogue.objects.select_related("standing").filter(pk=int(entry.subject.split(":")[1])).first()
    if dialogue is None or not queries.something_to_see(dialogue):  # taken away in the meantime, or still empty
        return
    answered = queries.waiting_deliveries(LISTENER, entry)
    now = timezone.now()
    if entry.verb != "mirror.remarked":  # a remark has asked already
        actions.ask(dialogue=dialogue, now=now)
    actions.compute(dialogue=dialogue, now=now)
    queries.delivered(answered, now)


@listens_to("dialogues.finished")
def bring_together(entry: Entry) -> None:
    """Who set an own view before the end need not wait for more than the others."""
    dialogue = Dialogue.objects.filter(pk=int(entry.subject.split(":")[1])).first()
    if dialogue is not None:
        own_view_actions.bring_together(dialogue=dialogue, now=timezone.now())


@listens_to("dialogues.wiped")
def let_go(entry: Entry) -> None:
    actions.let_go(dialogue=int(entry.subject.split(":")[1]))


LISTENER = f"{hold_up.__module__}.{hold_up.__qualname__}"


def _tells(entry: Entry) -> bool:
    return any(entry.data.get(field) in values for field, values in TELLING.items())
