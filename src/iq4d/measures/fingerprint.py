"""The fingerprint of the measure: other indicators, reference, heads or lists of words give another.

    python -m iq4d.measures.fingerprint            prints it
    python -m iq4d.measures.fingerprint --write    puts it into changes.toml, at the version that measures

A test holds it against changes.toml, so that nothing people are measured by moves without a sentence that says so.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from iq4d.measures.changes import FILE, versions
from iq4d.measures.indicator import Indicator
from iq4d.measures.registry import MEASURES

__all__ = ["fingerprint", "written"]

FOLDER = FILE.parent
DATA = (".json", ".toml", ".txt")


def fingerprint(measures: Iterable[Indicator] = MEASURES, folder: Path = FOLDER) -> str:
    """Of the indicators and how each is scaled, and of every file of data beside them but that of the changes."""
    told = sha256()
    for one in measures:
        told.update(
            repr((one.key, one.dimension, one.own_scale, one.beyond_chance, one.even, one.extra, one.floor)).encode()
        )
    data = (file for file in folder.rglob("*") if file.suffix in DATA and file.name != FILE.name)
    for name, file in sorted((file.relative_to(folder).as_posix(), file) for file in data):
        told.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()[:16]


def written(text: str, mark: str) -> str:
    """The text of changes.toml with this fingerprint at its last version."""
    before, line, after = text.rpartition("fingerprint = ")
    if not line:
        raise ValueError("changes.toml has no line 'fingerprint = \"\"' at its last version")
    return before + line + re.sub(r'\A"[^"]*"', f'"{mark}"', after)


def main(arguments: list[str]) -> None:
    mark = fingerprint()
    if "--write" in arguments:
        FILE.write_text(written(FILE.read_text("utf-8"), mark), "utf-8")
        sys.stdout.write(f"{FILE.name}: version {versions()[-1].number} has fingerprint {mark}\n")
    else:
        sys.stdout.write(f"{mark}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
