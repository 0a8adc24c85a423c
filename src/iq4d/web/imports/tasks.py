"""Reading and keeping, in background work, and taking up what a dead worker left."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from iq4d.conversation import Conversation
from iq4d.errors import GaveUp, IQ4DError, TooMuch
from iq4d.pseudonyms import pseudonymous
from iq4d.web.circles import queries as circles
from iq4d.web.circles import rules as circle_rules
from iq4d.web.dialogues.actions import keep_conversation, prepared
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.imports import actions, reading, rules
from iq4d.web.imports.models import Found, Import
from iq4d.web.journal.actions import record
from iq4d.web.journal.tasks import every

log = logging.getLogger(__name__)
ATTEMPTS = 3
LEFT_BEHIND = timedelta(minutes=5)  # without a sign of life from its worker
EVERY = 1.0  # seconds between two signs of life
BATCH = 500
SKIPPED_SHOWN = 200  # of all that were skipped


def _taken_up(import_id: int, state: str) -> Import | None:
    """The import, if it still waits for this; counted, so that a file that kills its worker stops coming back."""
    mine = Import.objects.filter(pk=import_id, state=state)
    mine.update(attempts=F("attempts") + 1, touched_at=timezone.now())
    return mine.select_related("circle", "person").first()


def _signs_of_life(import_: Import) -> Callable[[int, int], None]:
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > EVERY:
            last = time.monotonic()
            Import.objects.filter(pk=import_.pk).update(bytes_read=done, bytes_in_all=total, touched_at=timezone.now())

    return progress


def _failed(import_: Import, problem: IQ4DError) -> None:
    """Nothing of it stays. Not where it went on in the meantime: another worker may have been luckier."""
    told = {
        "where": reading.place_kept(import_, problem.where),
        "what": problem.what.to_json(),
        "todo": problem.todo.to_json() if problem.todo else None,
    }
    if Import.objects.filter(pk=import_.pk, state=import_.state).update(state="failed", problem=told):
        import_.found.all().delete()
        reading.remove_files(import_)


@task()
def read_export(import_id: int) -> None:
    """Find out what is in the file. Twice gives the same."""
    import_ = _taken_up(import_id, "reading")
    if import_ is None:
        return
    import_.found.all().delete()
    try:
        reader, report, conversations = reading.conversations(import_, _signs_of_life(import_))
        rows: list[Found] = []
        for number, conversation in enumerate(conversations, 1):
            rows.append(_found(import_, reader, number, conversation))
            if len(rows) == BATCH:
                Found.objects.bulk_create(rows)
                rows = []
        Found.objects.bulk_create(rows)
    except IQ4DError as problem:
        _failed(import_, problem)
        return
    except (MemoryError, RecursionError) as problem:
        log.warning("import %s: %r", import_.key, problem)
        _failed(import_, TooMuch())
        return
    Import.objects.filter(pk=import_.pk, state="reading").update(
        state="ready",
        reader=reader,
        attempts=0,
        skipped_count=report.skipped_count,
        skipped=[
            {"where": reading.place_kept(import_, skipped.where), "why": skipped.why.to_json()}
            for skipped in report.skipped[:SKIPPED_SHOWN]
        ],
    )


def _found(import_: Import, reader: str, number: int, conversation: Conversation) -> Found:
    times = [utterance.at for utterance in conversation if utterance.at]
    opening = " ".join(conversation.utterances[0].text.split()) if len(conversation) else ""
    return Found(
        export=import_,
        number=number,
        source_key=reading.source_key(reader, conversation),
        title=conversation.title[:300],
        opening=opening[:300],
        contributions=len(conversation),
        speakers=len({utterance.speaker for utterance in conversation}),
        expected=conversation.expected,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
    )


@task()
def keep_export(import_id: int) -> None:
    """Make dialogues of what was chosen: rendered first, then all in one transaction."""
    import_ = _taken_up(import_id, "keeping")
    if import_ is None:
        return
    if not circle_rules.may_import(circles.role_in(import_.person, import_.circle)):  # asked again: rights end
        actions.drop(person=None, import_=import_)
        return
    staged = import_.folder / f".prepared-{import_.attempts}.jsonl"  # hidden: readers pass it over
    try:
        reader = _stage(import_, staged)
        with transaction.atomic():
            if not Import.objects.select_for_update().filter(pk=import_.pk, state="keeping").exists():
                return
            kept = 0
            with staged.open(encoding="utf-8") as lines:
                for line in lines:
                    kept += _keep(import_, reader, json.loads(line))
            Import.objects.filter(pk=import_.pk).update(state="done", touched_at=timezone.now())
            import_.found.update(title="", opening="")  # words with names in them, needed no more
            record(
                "imports.kept",
                actor=import_.person,
                subject=import_,
                circle=import_.circle_id,
                data={"dialogues": kept},
            )
    except IQ4DError as problem:
        _failed(import_, problem)
        return
    reading.remove_files(import_)


def _stage(import_: Import, staged: Any) -> str:
    """Write the chosen conversations, ready to keep, to a file; gives the reader's name."""
    chosen = dict(import_.found.filter(chosen=True).values_list("source_key", "number"))
    with translation.override(import_.circle.language):
        word = _("Participant")
    reader, _report, conversations = reading.conversations(import_, _signs_of_life(import_))
    with staged.open("w", encoding="utf-8") as out:
        for conversation in conversations:
            key = reading.source_key(reader, conversation)
            if key in chosen:
                shown = pseudonymous(conversation, word) if import_.pseudonyms else conversation
                out.write(json.dumps({"number": chosen[key], "source_key": key, "prepared": prepared(shown)}) + "\n")
    return reader


def _keep(import_: Import, reader: str, staged: dict[str, Any]) -> bool:
    """Keep one staged conversation, unless the circle has it already."""
    key = staged["source_key"]
    if Dialogue.objects.filter(circle=import_.circle, source_key=key).exists():
        return False
    try:
        with transaction.atomic():
            dialogue = keep_conversation(
                staged["prepared"],
                circle=import_.circle,
                person=import_.person,
                platform=reader,
                source_key=key,
                now=timezone.now(),
            )
    except IntegrityError:  # another import of the same export was just ahead
        return False
    Found.objects.filter(export=import_, number=staged["number"]).update(dialogue=dialogue)
    return True


@every(minutes=2)
def take_up(now: datetime) -> None:
    """Imports whose worker went silent are taken up again, a few times."""
    silent = Import.objects.filter(state__in=("reading", "keeping"), touched_at__lt=now - LEFT_BEHIND)
    for import_ in silent:
        if import_.attempts >= ATTEMPTS:
            _failed(import_, GaveUp())
        else:
            Import.objects.filter(pk=import_.pk).update(touched_at=now)  # else a long queue grows longer each time
            (read_export if import_.state == "reading" else keep_export).enqueue(import_.pk)


@every(minutes=60)
def forget_previews(now: datetime) -> None:
    """A preview nobody confirmed goes after a week, with its file; so do files that belong to no import."""
    old = Import.objects.filter(
        state__in=("ready", "failed", "undone"), created_at__lt=now - timedelta(days=rules.LASTS_DAYS)
    )
    for import_ in old:
        actions.drop(person=None, import_=import_)
    reading.remove_strays(now - timedelta(days=1))
