"""Measuring batches: one by one, by several processes, and into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

import pyarrow as pa

from iq4d.conversation import Conversation
from iq4d.measures.batches.form import conversations_of, in_form
from iq4d.measures.batches.results import CARDS, EVIDENCE, SCORES, Tables, tables
from iq4d.measures.measuring import measure
from iq4d.measures.pool import in_order
from iq4d.measures.score import Scorecard

__all__ = ["measure_tables", "measured", "save"]


def measure_tables(batch: Any, *, now: datetime | None = None) -> Tables:
    """The scorecards of a batch of whole conversations, as tables; a pure function of the batch and `now`.

    batch: a table or record batch with the columns of `CONTRIBUTIONS`, or anything else that speaks Arrow. now: the
    moment at which deeds are due. Raises IQ4DError, before it measures any, where one of them cannot be.

    >>> import pyarrow as pa
    >>> said = {"conversation": ["a", "a"], "id": [1, 2], "speaker": ["Ada", "Bob"], "text": ["Why now?", "Because."]}
    >>> measure_tables(pa.table(said)).cards.select(["conversation", "contributions", "footing"]).to_pylist()
    [{'conversation': 'a', 'contributions': 2, 'footing': 'words'}]
    """
    return tables([(one.title, _measured(one, now)) for one in conversations_of(batch)])


def _measured(conversation: Conversation, now: datetime | None) -> Scorecard:
    try:
        return measure(conversation, now=now)
    except Exception as error:
        error.add_note(f"while measuring conversation {conversation.id!r}")
        raise


def measured(batches: Iterable[Any], jobs: int = 1, *, now: datetime | None = None) -> Iterator[Tables]:
    """The tables of each batch, in their order, worked out by so many processes.

    However long the stream, a few batches are held. A batch that cannot be measured raises its IQ4DError in its turn.
    """
    if jobs == 1:
        yield from map(partial(measure_tables, now=now), batches)
        return
    for answer in in_order(partial(_there_and_back, now=now), map(_packed, map(in_form, batches)), jobs):
        yield Tables(*map(_unpacked, answer))


def save(results: Iterable[Tables], folder: str | PathLike[str]) -> None:
    """Write cards.parquet, scores.parquet and evidence.parquet into a folder, as the results come.

    They appear once all is there: where something fails, the folder is left as it was.
    """
    import pyarrow.parquet as parquet

    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    schemas = {"cards": CARDS, "scores": SCORES, "evidence": EVIDENCE}
    parts = [place / f"{name}.parquet.part" for name in schemas]
    try:
        with ExitStack() as open_:
            writers = [
                open_.enter_context(parquet.ParquetWriter(path, schema))
                for path, schema in zip(parts, schemas.values(), strict=True)
            ]
            for result in results:
                for writer, table in zip(writers, result, strict=True):
                    writer.write_table(table)
        for path in parts:
            path.replace(path.with_suffix(""))
    finally:
        for path in parts:
            path.unlink(missing_ok=True)


# A slice of a table drags its whole table along when pickled; the Arrow stream of it does not.


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def _unpacked(data: bytes) -> pa.Table:
    return pa.ipc.open_stream(pa.py_buffer(data)).read_all()


def _there_and_back(data: bytes, *, now: datetime | None) -> tuple[bytes, bytes, bytes]:
    done = measure_tables(_unpacked(data), now=now)
    return _packed(done.cards), _packed(done.scores), _packed(done.evidence)
