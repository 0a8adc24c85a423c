"""How often a hint is right, on the sentences of our own in gold/hints (`make hints`).

    python tools/hints.py                 print the figures
    python tools/hints.py --page          and write docs/hints.md
    python tools/hints.py --meetings CSV  and hold them against coded meetings (columns text, general: MRDA's tags)

Exit code 1 where a file is not as gold/hints/README.md says.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from hints_page import page, table

from iq4d.hints import KEYS, Asking, hint

ROOT = Path(__file__).resolve().parent.parent
GOLD, PAGE = ROOT / "gold" / "hints", ROOT / "docs" / "hints.md"
LANGUAGES = {"nl": "Dutch", "en": "English"}
PARTS = ("develop", "test", "fresh")
COLUMNS = ["id", "part", "kind", "manner", "advice", "key", "words"]
MANNERS = ("facts", "open", "one_at_a_time")


@dataclass(frozen=True)
class Coded:
    """A contribution of the set, and the hint it should get ("none" for none)."""

    id: str
    part: str
    asking: Asking
    key: str
    words: str


def coded(language: str, gold: Path = GOLD) -> list[Coded]:
    """The set of one language. Raises ValueError with file, line and what is wrong."""
    path = gold / f"{language}.tsv"
    head, *lines = path.read_text("utf-8").splitlines()
    if head.split("\t") != COLUMNS:
        raise ValueError(f"{path.name}: its columns are not {', '.join(COLUMNS)}")
    return [_read(path.name, n, line) for n, line in enumerate(lines, 2)]


def _read(file: str, n: int, line: str) -> Coded:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{file}, line {n}: {len(cells)} columns, not {len(COLUMNS)}")
    id_, part, kind, manner, advice, key, words = cells
    asked = () if manner == "-" else tuple(manner.split())
    for value, allowed, what in (
        ([part], PARTS, "part"),
        (asked, MANNERS, "manner"),
        ([advice], ("-", "welcome"), "advice"),
        ([key], (*KEYS, "none"), "key"),
    ):
        if not set(value) <= set(allowed):
            raise ValueError(f"{file}, line {n}: {what} is {' '.join(value)!r}; of {', '.join(allowed)}")
    return Coded(id_, part, Asking(kind, asked, advice == "welcome"), key, words.replace("\\n", "\n"))


@dataclass(frozen=True)
class Figures:
    """wanted: how many hints there should be. right, alarms: of those `given`, how many were the one that was wanted,
    and how many were given where none was."""

    n: int
    wanted: int
    given: int
    right: int
    alarms: int


def figures(language: str, some: Iterable[Coded], key: str | None = None) -> Figures:
    """What the hints do on these; of one kind where `key` is given."""
    count: Counter[str] = Counter()
    for one in some:
        found = hint(one.words, language, one.asking)
        got = found.key if found else "none"
        count["n"] += 1
        count["wanted"] += one.key != "none" if key is None else one.key == key
        given = got != "none" if key is None else got == key
        count["given"] += given
        count["right"] += given and got == one.key
        count["alarms"] += given and one.key == "none"
    return Figures(*(count[name] for name in ("n", "wanted", "given", "right", "alarms")))


def by_part(language: str) -> Iterator[tuple[str, Figures]]:
    told = coded(language)
    for part in reversed(PARTS):
        yield part, figures(language, [one for one in told if one.part == part])


def by_kind(language: str) -> Iterator[tuple[str, Figures]]:
    """On what the rules were not made with: `test` and `fresh` together."""
    held = [one for one in coded(language) if one.part != "develop"]
    for key in KEYS:
        yield key, figures(language, held, key)


def meetings(path: Path) -> str:
    """Questions of four words or more in meetings, as if the step asked for open ones."""
    with path.open(encoding="utf-8", newline="") as file:
        asked = [row for row in csv.DictReader(file) if "?" in row["text"] and len(row["text"].split()) >= 4]
    count: Counter[tuple[str, str]] = Counter()
    for row in asked:
        found = hint(row["text"], "en", Asking(manner=("open",)))
        count[found.key if found else "none", row["general"]] += 1
    closed = {tag: n for (key, tag), n in count.items() if key == "closed"}
    yes_no = sum(closed.get(tag, 0) for tag in ("qy", "qr", "qrr"))
    wide = sum(closed.get(tag, 0) for tag in ("qw", "qo"))
    every = sum(n for (_, tag), n in count.items() if tag in ("qw", "qo"))
    return (
        f"{len(asked)} questions of meetings: {sum(closed.values())} called closed, {yes_no} of them coded yes-no or\n"
        f"either-or by people; of {every} that people coded open {wide} are called closed.\n"
    )


def main(arguments: list[str]) -> int:
    try:
        parts = {name: list(by_part(code)) for code, name in LANGUAGES.items()}
        kinds = {name: list(by_kind(code)) for code, name in LANGUAGES.items()}
    except (OSError, ValueError) as problem:
        print(f"hints: {problem}", file=sys.stderr)
        return 1
    for name in LANGUAGES.values():
        print(f"{name}\n\n{table('part', parts[name])}\n\n{table('kind', kinds[name])}\n")
    if "--meetings" in arguments:
        print(meetings(Path(arguments[arguments.index("--meetings") + 1])))
    if "--page" in arguments:
        PAGE.write_text(page(parts, kinds), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
