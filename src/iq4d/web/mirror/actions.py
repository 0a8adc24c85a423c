"""Holding the mirror up: computing, and what people say of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from iq4d.measures import measure
from iq4d.measures.changes import MEASURE
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.placing import place_for
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.standing import verdict_of
from iq4d.web.journal.actions import record
from iq4d.web.mirror import queries, rules
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.mirror.over_time import moments
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


class NewerMeasureThere(Exception):
    """The mirror was made by a newer measure than this worker has: it is left to a worker that was updated too."""


def ask(*, dialogue: Dialogue, now: datetime) -> None:
    """From now on the mirror is older than its dialogue, until it is computed again."""
    Mirror.objects.update_or_create(dialogue=dialogue, defaults={"asked_at": now})


def compute(*, dialogue: Dialogue, now: datetime) -> None:
    """Measure the dialogue as it is; where nothing moved that a scorecard is made of, it is not measured again.

    Twice gives the same; an older computation never overwrites a newer one. Raises NewerMeasureThere, so that whoever
    was told of what moved is told again.
    """
    measured = queries.to_measure(dialogue, now)
    digest = measured.digest
    older = Q(computed_at=None) | Q(computed_at__lte=now)
    mine = Mirror.objects.filter(older, dialogue=dialogue, measure__lte=MEASURE)
    if mine.filter(digest=digest, measure=MEASURE).update(computed_at=now):
        return
    scorecard = measure(measured.conversation, without=measured.contested, now=now)
    with transaction.atomic():
        mirror = mine.select_for_update().first()
        if Dialogue.objects.filter(pk=dialogue.pk, fate="wiped").exists():  # let go while this was measuring
            Mirror.objects.filter(dialogue=dialogue).delete()
            return
        if mirror is None:
            if Mirror.objects.filter(dialogue=dialogue, measure__gt=MEASURE).exists():
                raise NewerMeasureThere(f"dialogue {dialogue.pk} has a newer measure than version {MEASURE}")
            return
        mirror.renewed = _renewed(mirror, digest)
        mirror.scorecard = scorecard.to_json()
        mirror.seen = {score.dimension: score.seen for score in scorecard.dimensions}
        mirror.measure, mirror.digest, mirror.computed_at = MEASURE, digest, now
        mirror.save(update_fields=["renewed", "scorecard", "seen", "measure", "digest", "computed_at"])
        moments.keep(dialogue=dialogue, scorecard=scorecard, measured=measured, now=now)


@transaction.atomic
def let_go(*, dialogue: int) -> None:
    """The words were let go: no quotation stays, and no word that carried a remark. Figures over time hold none."""
    Mirror.objects.filter(dialogue=dialogue).delete()
    Remark.objects.filter(dialogue=dialogue).delete()


def _renewed(mirror: Mirror, digest: str) -> dict[str, Any]:
    """What is kept of the card that is about to be replaced."""
    if mirror.scorecard is None:
        return {}
    if mirror.measure == MEASURE:
        if mirror.digest == digest:  # another worker measured the same meanwhile
            return dict(mirror.renewed)
        return {key: value for key, value in mirror.renewed.items() if key != "points"}
    points = {one["dimension"]: one["points"] for one in mirror.scorecard["dimensions"]}
    moved_on = mirror.under_way  # the conversation as well: like is held beside like, or not at all
    return {"from": mirror.measure} | ({} if moved_on else {"points": points})


def bring_in(*, room: Room, question: queries.Question, outside: bool) -> Contribution:
    """The mirror's question as this person's own contribution, where it fits best. Raises Refused, StepsOutside.

    A question where the step takes one from this person; otherwise a word about how the conversation goes.
    """
    place = place_for(room, ("question", "process"))
    require(verdict_of(place.verdict))
    return writing.write(
        person=room.person,
        dialogue=room.dialogue,
        kind=place.kind,
        step=place.step,
        source=question.words,
        outside=outside,
        now=room.now,
    )


@transaction.atomic
def remark(*, person: Person, dialogue: Dialogue, evidence: str, stance: str, now: datetime) -> None:
    """Say "this is not right" ("wrong") or "yes, a promise" ("promise") of a piece; "" takes one's own remark back."""
    words, promise = queries.words_of(dialogue, evidence), evidence.startswith(f"{queries.PROMISE}:")
    require(rules.may_remark(on_mirror=words is not None, stance=stance, is_promise=promise))
    Dialogue.objects.select_for_update().get(
        pk=dialogue.pk
    )  # entries of one dialogue come in the order of their numbers
    if stance:
        Remark.objects.update_or_create(
            dialogue=dialogue,
            evidence=evidence,
            person=person,
            defaults={"stance": stance, "at": now, "words": list(words or ())},
        )
    else:
        Remark.objects.filter(dialogue=dialogue, evidence=evidence, person=person).delete()
    ask(dialogue=dialogue, now=now)
    record(
        "mirror.remarked",
        actor=person,
        subject=dialogue,
        circle=dialogue.circle_id,
        data={"evidence": evidence, "stance": stance},
    )
