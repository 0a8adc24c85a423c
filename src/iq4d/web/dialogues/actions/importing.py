"""A conversation held elsewhere becomes a finished dialogue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from iq4d.conversation import Conversation
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.rules import shapes_of
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.markup import rendered

BATCH = 1_000  # rows per insert
TITLE, LANGUAGE = 300, 8  # characters their columns hold


def prepared(conversation: Conversation) -> dict[str, Any]:
    """All of a conversation as it will be kept, HTML rendered, as plain data that survives JSON.

    The slow part of keeping, done before the transaction so that nobody waits for it.
    """
    numbers = {utterance.id: number for number, utterance in enumerate(conversation, 1)}
    answers = [numbers.get(utterance.reply_to or "") for utterance in conversation]
    spoke = dict.fromkeys(utterance.speaker for utterance in conversation)
    names = {speaker.id: speaker.name for speaker in conversation.speakers}
    speakers = {speaker: number for number, speaker in enumerate(spoke | dict.fromkeys(names), 1)}
    rows = []
    shapes = shapes_of([n and n - 1 for n in answers])
    for i, (utterance, (top, branch, level)) in enumerate(zip(conversation, shapes, strict=True)):
        source = utterance.source or utterance.text
        rows.append(
            {
                "participant": speakers[utterance.speaker],
                "number": i + 1,
                "top": top,
                "branch": branch,
                "level": level,
                "answers": answers[i],
                "at": utterance.at.isoformat() if utterance.at else None,
                "source": source,
                "markup": utterance.markup,
                "text": utterance.text,
                "html": rendered(source, utterance.markup),
            }
        )
    declared, purpose, language = conversation.declared, conversation.declared.purpose, conversation.language or ""
    times = [utterance.at for utterance in conversation if utterance.at]
    return {
        "dialogue": {
            "title": _title(conversation),
            "language": language if len(language) <= LANGUAGE else "",
            **{name: getattr(purpose, name) for name in ("why", "for_whom", "done_when", "outside") if purpose},
            "origin": conversation.origin[:500],
            "expected": conversation.expected,
            "contribution_count": len(rows),
            "participant_count": len(spoke),
            "started_at": min(times).isoformat() if times else None,
            "ended_at": max(times).isoformat() if times else None,
            "declared": declared.renamed(
                lambda utterance: str(numbers.get(utterance, utterance)),
                lambda speaker: str(speakers.get(speaker, speaker)),
            ).to_json(),
        },
        "participants": [(number, speaker, names.get(speaker, "")[:120]) for speaker, number in speakers.items()],
        "contributions": rows,
    }


def _title(conversation: Conversation) -> str:
    """The title, or where there is none the first words: a link needs words."""
    if title := conversation.title.strip():
        return title[:TITLE]
    opening = " ".join(conversation.utterances[0].text.split()) if len(conversation) else ""
    return f"{opening[:80].rstrip()}…" if len(opening) > 80 else opening or "…"


@transaction.atomic
def keep_conversation(
    prepared: dict[str, Any],
    *,
    circle: Circle,
    person: Person,
    platform: str,
    source_key: str | None,
    now: datetime,
    people: dict[str, Person] | None = None,
) -> Dialogue:
    """Make a finished dialogue of a `prepared` conversation.

    A participant without a name is shown by a pseudonym, said from the number. people: who of the speakers is a
    member, by speaker id. Raises IntegrityError when the circle already holds a dialogue of this source.
    """
    fields = dict(prepared["dialogue"])
    for name in ("started_at", "ended_at"):
        fields[name] = _time(fields[name])
    dialogue = Dialogue.objects.create(
        circle=circle, platform=platform, source_key=source_key, created_at=now, created_by=person, **fields
    )
    made = Participant.objects.bulk_create(
        [
            Participant(dialogue=dialogue, number=number, name=name, person=(people or {}).get(speaker))
            for number, speaker, name in prepared["participants"]
        ],
        batch_size=BATCH,
    )
    participants = {participant.number: participant for participant in made}
    rows = prepared["contributions"]
    for first in range(0, len(rows), BATCH):
        Contribution.objects.bulk_create(
            Contribution(
                **{**row, "at": _time(row["at"]), "participant": participants[row["participant"]]}, dialogue=dialogue
            )
            for row in rows[first : first + BATCH]
        )
    record("dialogues.kept", actor=person, subject=dialogue, circle=circle.pk)
    return dialogue


def _time(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


@transaction.atomic
def remove_dialogue(*, person: Person | None, dialogue: Dialogue) -> None:
    """Take a dialogue away, with everything in it. The caller asked the rule and the person; None is the clock."""
    record("dialogues.removed", actor=person, subject=dialogue, circle=dialogue.circle_id)
    dialogue.delete()
