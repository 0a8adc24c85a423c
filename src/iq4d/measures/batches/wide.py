"""The wide table, a row a conversation, as Parquet: the columns of `iq4d.measures.rows`."""

from __future__ import annotations

from collections.abc import Iterable
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

AT_ONCE = 1_000  # rows in a row group: some 1.5 MB while it is being made


def to_wide(rows: Iterable[Row]) -> pa.Table:
    """The rows as one table.

    >>> to_wide([]).num_columns == len(COLUMNS)
    True
    """
    some = list(rows)
    columns = {name: [one[name] for one in some] for name in COLUMNS}
    return pa.table([pa.array(columns[field.name], field.type) for field in WIDE], schema=WIDE)


def write_wide(rows: Iterable[Row], file: Any, at_once: int = AT_ONCE) -> None:
    """Write the rows as Parquet, a row group at a time as they come. file: a path, or a file open for bytes.

    The version of the measure stands in the file itself too, as `iq4d.measure` in its metadata.
    """
    import pyarrow.parquet as parquet

    told = WIDE.with_metadata({"iq4d.measure": str(MEASURE)})
    stream = iter(rows)
    with parquet.ParquetWriter(file, told) as writer:
        while some := list(islice(stream, at_once)):
            writer.write_table(to_wide(some).cast(told))
