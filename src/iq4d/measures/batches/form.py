"""The table of contributions: one row each, with what is known about its conversation on the first of them.

Whatever engine made a table, it is brought into this one form before anything looks at it; what does not fit is told by
conversation and column, before anything is measured.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyarrow import compute

from iq4d.conversation import Conversation, Declared, Speaker, Utterance
from iq4d.errors import IQ4DError
from iq4d.measures.rows import whole
from iq4d.speech import Text, text

__all__ = ["CONTRIBUTIONS", "conversations_of", "in_form", "to_table"]

CONTRIBUTIONS = pa.schema(
    [
        pa.field("conversation", pa.string(), nullable=False),
        # both empty in a row that adds no contribution: a speaker who said nothing, a conversation without any
        pa.field("id", pa.string()),
        pa.field("text", pa.string()),
        pa.field("speaker", pa.string()),
        pa.field("name", pa.string()),  # what others call the speaker: no content of what is said
        pa.field("at", pa.timestamp("us", "UTC")),  # one without a zone is taken for UTC, as measuring does
        pa.field("reply_to", pa.string()),  # the id of a contribution to the same conversation
        # about the conversation: on one of its rows, or the same on each
        pa.field("title", pa.string()),
        pa.field("language", pa.string()),
        pa.field("expected", pa.int64()),
        pa.field("declared", pa.string()),  # JSON of `Declared.to_json`
    ]
)
"""The columns of a batch. The first four must be there, in any order; others are passed over."""

NEEDED = ("conversation", "id", "text", "speaker")
EMPTY = text("A row is empty.")
ABOUT = ("title", "language", "expected", "declared")
_IDS = ("conversation", "id", "speaker", "reply_to")  # whole numbers will do


def wrong(what: Text, column: str, conversation: str | None = None) -> IQ4DError:
    """The error of a table that cannot be measured, with the place in it."""
    if conversation is None:
        return IQ4DError(what, where=text("column {column}", column=column))
    return IQ4DError(
        what, where=text("conversation {conversation}, column {column}", conversation=conversation, column=column)
    )


# From conversations to a table


def to_table(conversations: Iterable[Conversation]) -> pa.Table:
    """The table of some conversations. Half a surrogate pair, which Arrow cannot hold, becomes U+FFFD.

    >>> from iq4d.conversation import conversation
    >>> to_table([conversation([("Ada", "Why now?"), ("Bob", "Because.")], id="7")]).select(["id", "text"]).to_pylist()
    [{'id': '1', 'text': 'Why now?'}, {'id': '2', 'text': 'Because.'}]
    """
    columns: dict[str, list[Any]] = {name: [] for name in CONTRIBUTIONS.names}
    for conversation in conversations:
        for row in _rows(conversation):
            for name, column in columns.items():
                column.append(row.get(name))
    return pa.table(
        {name: pa.array(column, CONTRIBUTIONS.field(name).type) for name, column in columns.items()},
        schema=CONTRIBUTIONS,
    )


def _rows(conversation: Conversation) -> Iterator[dict[str, Any]]:
    id = whole(conversation.id)
    declared = conversation.declared.to_json()
    about: dict[str, Any] = {
        "title": whole(conversation.title) or None,
        "language": conversation.language,
        "expected": conversation.expected,
        "declared": whole(json.dumps(declared, ensure_ascii=False)) if declared else None,
    }
    names = {speaker.id: speaker.name for speaker in conversation.speakers}
    for utterance in conversation:
        yield {
            "conversation": id,
            "id": whole(utterance.id),
            "text": whole(utterance.text),
            "speaker": whole(utterance.speaker),
            "name": whole(names.pop(utterance.speaker, "")) or None,
            "at": utterance.at,
            "reply_to": None if utterance.reply_to is None else whole(utterance.reply_to),
            **about,
        }
        about = {}
    for speaker, name in names.items():
        yield {"conversation": id, "speaker": whole(speaker), "name": whole(name) or None, **about}
        about = {}
    if about:
        yield {"conversation": id, **about}


# From a table to conversations


def in_form(batch: Any) -> pa.Table:
    """The same rows in the columns of `CONTRIBUTIONS`; `batch` is anything that speaks Arrow."""
    if isinstance(batch, pa.RecordBatch):
        table = pa.Table.from_batches([batch])
    else:
        table = batch if isinstance(batch, pa.Table) else pa.table(batch)
    return pa.table([_column(table, field) for field in CONTRIBUTIONS], schema=CONTRIBUTIONS)


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    """The column of that name in the type of its field; of another type only where nothing of it would be lost."""
    where = table.schema.get_all_field_indices(field.name)
    if len(where) > 1:
        raise wrong(text("This column is there more than once."), field.name)
    if not where:
        if field.name in NEEDED:
            raise wrong(text("This column is missing."), field.name)
        return pa.nulls(len(table), field.type)
    column = table.column(where[0])
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if not _fits(kind, field):
        raise wrong(
            text("This column holds {kind}; it should hold {wanted}.", kind=str(kind), wanted=str(field.type)),
            field.name,
        )
    if column.type == field.type:
        return column
    as_asked = compute.CastOptions(field.type, allow_time_truncate=True)  # what is below a microsecond may go
    try:
        return column.cast(kind).cast(options=as_asked)
    except pa.ArrowInvalid:
        raise _first(table, field.name, lambda one: column[one : one + 1].cast(kind).cast(options=as_asked)) from None


def _fits(kind: pa.DataType, field: pa.Field) -> bool:
    if field.type == pa.string():
        words = kind in (pa.string(), pa.large_string(), pa.string_view())
        return words or pa.types.is_null(kind) or (field.name in _IDS and pa.types.is_integer(kind))
    same_sort = pa.types.is_timestamp if field.name == "at" else pa.types.is_integer
    return bool(pa.types.is_null(kind) or same_sort(kind))


def _first(table: pa.Table, name: str, read: Callable[[int], object]) -> IQ4DError:
    """The error about the first row that cannot be read."""
    for row in range(len(table)):
        try:
            read(row)
        except (ValueError, OverflowError) as error:  # Arrow's own are ValueErrors too
            conversation = None if name == "conversation" else str(table.column("conversation")[row])
            return wrong(
                text("Row {row} cannot be read: {problem}", row=row + 1, problem=str(error)), name, conversation
            )
    raise AssertionError("all rows can be read, one by one")


def conversations_of(batch: Any) -> list[Conversation]:
    """The conversations of a batch, in the order in which they begin; all of it is checked before it is given.

    Raises IQ4DError, with conversation and column, for a table that cannot be measured.
    """
    table = in_form(batch)
    columns = {name: values(table, name) for name in CONTRIBUTIONS.names}
    rows_of: dict[str, list[int]] = {}
    for row, conversation in enumerate(columns["conversation"]):
        if conversation is None:
            raise wrong(EMPTY, "conversation")
        rows_of.setdefault(conversation, []).append(row)
    return [_conversation(id, rows, columns) for id, rows in rows_of.items()]


def values(table: pa.Table, name: str) -> list[Any]:
    """The column as Python has it."""
    column = table.column(name)
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):  # a time that Python does not know, bytes that an engine took for text
        raise _first(table, name, lambda row: column[row].as_py()) from None


def _conversation(id: str, rows: list[int], columns: dict[str, list[Any]]) -> Conversation:
    ids: set[str] = set()
    names: dict[str, str] = {}
    utterances = []
    for row in rows:
        one, words, speaker = columns["id"][row], columns["text"][row], columns["speaker"][row]
        if speaker is not None:
            names[speaker] = names.get(speaker) or columns["name"][row] or ""
        if one is None and words is None:
            continue
        for column, value in (("id", one), ("text", words), ("speaker", speaker)):
            if value is None:
                raise wrong(EMPTY if one is None else text("It is empty for contribution {id}.", id=one), column, id)
        if one in ids:
            raise wrong(text("Two contributions share the id {id}.", id=one), "id", id)
        ids.add(one)
        utterances.append(Utterance(one, speaker, words, columns["at"][row], columns["reply_to"][row], source=words))
    for utterance in utterances:
        if utterance.reply_to is not None and utterance.reply_to not in ids:
            raise wrong(
                text(
                    "Contribution {id} answers {other}, which is not here.", id=utterance.id, other=utterance.reply_to
                ),
                "reply_to",
                id,
            )
    about = {name: _agreed(name, [columns[name][row] for row in rows], id) for name in ABOUT}
    return Conversation(
        id,
        about["title"] or "",
        tuple(utterances),
        tuple(Speaker(*pair) for pair in names.items()),
        language=about["language"],
        expected=about["expected"],
        declared=_declared(about["declared"], id),
    )


def _agreed(name: str, values: list[Any], conversation: str) -> Any:
    told = {value for value in values if value is not None}
    if len(told) > 1:
        raise wrong(text("It says different things about one conversation."), name, conversation)
    return told.pop() if told else None


def _declared(words: str | None, conversation: str) -> Declared:
    if not words:
        return Declared()
    try:
        declared = Declared.from_json(json.loads(words))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        problem = text("These are no declared facts as JSON: {problem}", problem=repr(error))
        raise wrong(problem, "declared", conversation) from error
    times = [*(deed.due for deed in declared.deeds or ()), *(intention.at for intention in declared.intentions)]
    if any(time is not None and time.tzinfo is None for time in times):
        raise wrong(text("A time in it has no time zone."), "declared", conversation)
    return declared
