"""Conversations as Arrow tables: batches in, tables of scores and evidence out, for a notebook or any engine.

    from iq4d.measures.batches import measured, partitions, save
    if __name__ == "__main__":
        save(measured(partitions("contributions.parquet"), jobs=4), "scores")

`measure_tables` is the one function: a batch of whole conversations in, its tables out, from nothing but the batch. So
a conversation gives the same figures to the last digit, in whatever batch it stands and whoever works it out. An engine
that hands out Arrow batches (Spark, DuckDB, Polars, Ray) calls it as it is; `measured` is the pool for one machine.
Needs pyarrow: `pip install iq4d[arrow]`. It is the form itself, without an engine that would have to be fed.
"""

try:
    import pyarrow  # noqa: F401
except ModuleNotFoundError as missing:
    raise ImportError("iq4d.measures.batches needs pyarrow: pip install 'iq4d[arrow]'") from missing

from iq4d.measures.batches.cutting import partitions
from iq4d.measures.batches.form import CONTRIBUTIONS, conversations_of, to_table
from iq4d.measures.batches.results import CARDS, EVIDENCE, SCORES, Tables
from iq4d.measures.batches.running import measure_tables, measured, save
from iq4d.measures.batches.wide import WIDE, to_wide, write_wide

__all__ = [
    "CARDS", "CONTRIBUTIONS", "EVIDENCE", "SCORES", "WIDE", "Tables", "conversations_of", "measure_tables", "measured",
    "partitions", "save", "to_table", "to_wide", "write_wide",
]  # fmt: skip
