"""A stream of conversations, cut into batches that never part one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import Any

import pyarrow as pa

from iq4d.conversation import Conversation
from iq4d.errors import UnreadableExport
from iq4d.measures.batches.form import CONTRIBUTIONS, EMPTY, in_form, to_table, values, wrong
from iq4d.measures.many import handfuls
from iq4d.speech import text

__all__ = ["partitions"]

BATCH = 2_000  # contributions
APART = text("Its contributions do not stand together: sort the table by conversation.")


def partitions(source: Any, contributions: int = BATCH) -> Iterator[pa.Table]:
    """Batches of whole conversations, of at most so many contributions, or of one conversation that is larger.

    source: a file (Parquet, Arrow), a stream of conversations or of Arrow batches, or anything that speaks Arrow. The
    rows of a conversation stand together in it. No more is held than a batch, the piece of the source being read, and a
    number per conversation, by which one that comes back is found out.
    """
    if contributions < 1:
        raise ValueError("a batch holds at least one contribution")
    return _cut(_pieces(source, contributions), contributions)


def _pieces(source: Any, rows: int) -> Iterator[pa.Table]:
    """The source in its order, in the form of `CONTRIBUTIONS`, a few rows at a time."""
    if isinstance(source, str | PathLike):
        yield from _of_file(Path(source), rows)
        return
    if isinstance(source, pa.RecordBatch):
        source = [source]
    elif not isinstance(source, pa.Table) and hasattr(source, "__arrow_c_stream__"):
        source = pa.RecordBatchReader.from_stream(source)
    elif not isinstance(source, pa.Table | Iterable):
        source = pa.table(source)
    if isinstance(source, pa.Table):
        source = [source]
    batches = iter(source)
    first = next(batches, None)
    if first is None:
        return
    batches = chain([first], batches)
    if isinstance(first, Conversation):
        yield from map(to_table, handfuls(batches, rows))
        return
    for batch in batches:
        yield from _slices(batch, rows)


def _slices(batch: Any, rows: int) -> Iterator[pa.Table]:
    if not isinstance(batch, pa.Table | pa.RecordBatch):
        batch = pa.table(batch)
    for start in range(0, len(batch), rows):
        yield in_form(batch.slice(start, rows))


def _of_file(path: Path, rows: int) -> Iterator[pa.Table]:
    import pyarrow.parquet as parquet

    with path.open("rb") as file:
        begins = file.read(6)
    try:
        if begins.startswith(b"PAR1"):
            # by itself it would fetch all of the columns beforehand, whatever the size of a batch
            with parquet.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as whole:
                wanted = [name for name in CONTRIBUTIONS.names if name in whole.schema_arrow.names]
                for batch in whole.iter_batches(batch_size=rows, columns=wanted):
                    yield from _slices(batch, rows)
            return
        if begins == b"ARROW1":
            with pa.memory_map(str(path)) as file:
                reader = pa.ipc.open_file(file)
                for number in range(reader.num_record_batches):
                    yield from _slices(reader.get_batch(number), rows)
            return
        with pa.OSFile(str(path)) as file:
            for batch in pa.ipc.open_stream(file):
                yield from _slices(batch, rows)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise UnreadableExport(
            text("This is no Parquet or Arrow file that we can read: {problem}", problem=str(error)), where=path.name
        ) from error


def _cut(pieces: Iterator[pa.Table], most: int) -> Iterator[pa.Table]:
    ready: list[pa.Table] = []  # conversations that are whole
    growing: list[pa.Table] = []  # the one that may go on in the next piece
    rows = more = 0  # in `ready`, in `growing`
    begun: set[int] = set()
    name: str | None = None
    for piece in pieces:
        for id, part in _stretches(piece):
            if id != name:
                if ready and rows + more > most:
                    yield pa.concat_tables(ready).combine_chunks()
                    ready, rows = [], 0
                ready.extend(growing)
                rows += more
                growing, more, name = [], 0, id
                if hash(id) in begun:
                    raise wrong(APART, "conversation", id)
                begun.add(hash(id))
            growing.append(part)
            more += len(part)
    if ready and rows + more > most:
        yield pa.concat_tables(ready).combine_chunks()
        ready = []
    if ready or growing:
        yield pa.concat_tables(ready + growing).combine_chunks()


def _stretches(piece: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    ids = values(piece, "conversation")
    start = 0
    for end in range(1, len(ids) + 1):
        if end == len(ids) or ids[end] != ids[start]:
            if ids[start] is None:
                raise wrong(EMPTY, "conversation")
            yield ids[start], piece.slice(start, end - start)
            start = end
