"""Holding the mirror up: computing, and what people say of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from iq4d.measures import measure
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.placing import place_for
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.standing import verdict_of
from iq4d.web.journal.actions import record
from iq4d.web.mirror import queries, rules
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


def ask(*, dialogue: Dialogue, now: datetime) -> None:
    """From now on the mirror is older than its dialogue, until it is computed again."""
    Mirror.objects.update_or_create(dialogue=dialogue, defaults={"asked_at": now})


def compute(*, dialogue: Dialogue, now: datetime) -> None:
    """Measure the dialogue as it is, without what was contested, with the promises that were confirmed.

    Twice gives the same; an older computation never overwrites a newer one.
    """
    remarks = Remark.objects.filter(dialogue=dialogue)
    contested = frozenset(remarks.filter(stance="wrong").values_list("evidence", flat=True))
    confirmed = remarks.filter(stance="promise").values_list("evidence", "words")
    promises = {evidence: " ".join(words) for evidence, words in confirmed if evidence not in contested}
    conversation = queries.with_promises(as_conversation(dialogue), promises)
    scorecard = measure(conversation, without=contested, now=now)
    older = Q(computed_at=None) | Q(computed_at__lte=now)
    seen = {score.dimension: score.seen for score in scorecard.dimensions}
    mirror = Mirror.objects.filter(older, dialogue=dialogue)
    told = scorecard.to_json()
    mirror.update(scorecard=told, seen=seen, digest=queries.digest_of(conversation, told), computed_at=now)


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
