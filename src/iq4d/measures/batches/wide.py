"""The wide table, a row a conversation, as Parquet: the columns of `iq4d.measures.rows`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from iq4d.measures.changes import MEASURE
from iq4d.measures.rows import COLUMNS, Row

__all__ = ["WIDE", "to_wide", "write_wide"]

KINDS = {str: pa.string(), int: pa.int64(), float: pa.float64()}
ALWAYS = ("conversation", "contributions", "speakers", "footing", "measure")
WIDE = pa.schema([pa.field(name, KINDS[kind], nullable=name not in ALWAYS) for name, kind in COLUMNS.items()])
"""The columns of `rows.COLUMNS` as Arrow has them."""

GROUP = 1_000  # rows in a row group, which are held until it is written
PIECE = 250  # rows that are Python objects at a time


def to_wide(rows: Iterable[Row]) -> pa.Table:
    """The rows as one table.

    >>> to_wide([]).num_columns == len(COLUMNS)
    True
    """
    some = list(rows)
    columns = {name: [one[name] for one in some] for name in COLUMNS}
    return pa.table([pa.array(columns[field.name], field.type) for field in WIDE], schema=WIDE)


def write_wide(rows: Iterable[Row], file: Any, group: int = GROUP) -> None:
    """Write the rows as Parquet, a row group at a time as they come. file: a path, or a file open for bytes.

    The version of the measure stands in the file itself too, as `iq4d.measure` in its metadata.
    """
    import pyarrow.parquet as parquet

    told = WIDE.with_metadata({"iq4d.measure": str(MEASURE)})
    stream = iter(rows)
    with parquet.ParquetWriter(file, told, write_statistics=False) as writer:
        while pieces := list(_pieces(stream, group)):
            writer.write_table(pa.concat_tables(pieces).cast(told))


def _pieces(rows: Iterator[Row], most: int) -> Iterator[pa.Table]:
    """The next so many rows, as small tables."""
    for start in range(0, most, PIECE):
        some = list(islice(rows, min(PIECE, most - start)))
        if not some:
            return
        yield to_wide(some)
