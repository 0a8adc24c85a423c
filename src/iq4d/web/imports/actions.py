"""Bringing an export into a circle, step by step. Nothing is half-stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from iq4d.web.circles import queries as circles
from iq4d.web.circles import rules as circle_rules
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import remove_dialogue
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.imports import queries, reading, rules
from iq4d.web.imports.models import Found, Import
from iq4d.web.journal.actions import once, record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import require


def bring(*, person: Person, circle: Circle, files: Sequence[UploadedFile[Any]], key: str, now: datetime) -> str:
    """Take in the files of one export; they are read in background work. Gives the import's address.

    key: of the form, so that a double click makes one import. The files are stored before anything is locked.
    """
    from iq4d.web.imports.tasks import read_export

    require(circle_rules.may_import(circles.role_in(person, circle)))
    names = ", ".join((upload.name or "") for upload in files)[:300]
    import_ = Import(circle=circle, person=person, file_names=names, created_at=now, touched_at=now)

    def begin() -> str:
        import_.save()
        record("imports.brought", actor=person, subject=import_, circle=circle.pk)
        read_export.enqueue(import_.pk)
        return import_.get_absolute_url()

    try:
        reading.store(import_, files)
        with transaction.atomic():
            address = once(person, key, begin)
    except BaseException:
        reading.remove_files(import_)
        raise
    if address != import_.get_absolute_url():  # the other click was first
        reading.remove_files(import_)
    return address


@transaction.atomic
def confirm(
    *, person: Person, import_: Import, chosen: set[int], pseudonyms: bool, group_knows: str, now: datetime
) -> None:
    """Say yes to the preview: `chosen` are numbers of found conversations. Keeping happens in background work."""
    from iq4d.web.imports.tasks import keep_export

    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    require(circle_rules.may_import(circles.role_in(person, import_.circle_id)))
    require(
        rules.may_confirm(
            is_own=import_.person_id == person.pk,
            state=import_.state,
            group_knows=group_knows,
            chosen=len(chosen),
        )
    )
    import_.found.update(chosen=False)
    import_.found.filter(number__in=chosen).update(chosen=True)
    import_.state, import_.pseudonyms, import_.group_knows = "keeping", pseudonyms, group_knows
    import_.touched_at, import_.attempts, import_.bytes_read = now, 0, 0
    import_.save()
    data = {"pseudonyms": pseudonyms, "group_knows": group_knows, "chosen": len(chosen)}
    record("imports.confirmed", actor=person, subject=import_, circle=import_.circle_id, data=data)
    keep_export.enqueue(import_.pk)


@transaction.atomic
def undo(*, person: Person, import_: Import) -> int:
    """Take everything of this import out of the circle again; gives how many dialogues went."""
    import_ = Import.objects.select_for_update().get(pk=import_.pk)
    require(queries.may_undo(person, import_))
    made = Dialogue.objects.filter(pk__in=Found.objects.filter(export=import_).values("dialogue"))
    gone = 0
    for dialogue in made:
        remove_dialogue(person=person, dialogue=dialogue)
        gone += 1
    import_.state = "undone"
    import_.save(update_fields=["state"])
    record("imports.undone", actor=person, subject=import_, circle=import_.circle_id, data={"dialogues": gone})
    return gone


@transaction.atomic
def drop(*, person: Person | None, import_: Import) -> None:
    """Throw an import away that is not in the circle, with its file. Without a person: the clock does it."""
    if person is not None:
        require(rules.may_drop(is_own=import_.person_id == person.pk, state=import_.state))
    record("imports.dropped", actor=person, subject=import_, circle=import_.circle_id)
    transaction.on_commit(lambda: reading.remove_files(import_))
    Import.objects.filter(pk=import_.pk).delete()
