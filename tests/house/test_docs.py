"""What the documents promise to list, they list: a document that lags fails here."""

import re
from pathlib import Path

import pytest

from house.project import ROOT, WEB, files, words
from iq4d.cli import COMMANDS
from iq4d.measures.registry import MEASURES
from iq4d.readers import READERS

DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
HEADINGS = ["## Context", "## Decision", "## Consequences", "## What would change our mind"]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def missing(names: set[str], document: str) -> set[str]:
    """Which names the document does not show as code, alone or at the start of a command."""
    shown = set(re.findall(r"`([^`\n]+)`", document))
    return {name for name in names if not any(part == name or part.startswith(f"{name} ") for part in shown)}


def test_a_name_that_is_only_mentioned_in_passing_counts_as_missing():
    assert missing({"IQ4D_URL", "IQ4D_DEMO"}, "Set `IQ4D_URL`. IQ4D_DEMO is nice.") == {"IQ4D_DEMO"}
    assert missing({"iq4d read"}, "`iq4d read PATH` lists") == set()


# Settings


def settings_read(source: str) -> set[str]:
    return set(re.findall(r"[\"'](IQ4D_[A-Z_]+|DATABASE_URL)[\"']", source))


def settings_listed(document: str) -> set[str]:
    return set(re.findall(r"^\| `([A-Z0-9_]+)` \|", document, flags=re.MULTILINE))


def test_every_setting_is_documented_and_nothing_else():
    assert settings_listed(words(DOCS / "settings.md")) == settings_read(words(WEB / "settings.py"))


def test_a_new_setting_would_be_seen():
    assert settings_read("os.environ['IQ4D_NEW']; switched_on('IQ4D_TOO')") == {"IQ4D_NEW", "IQ4D_TOO"}


# Commands, readers, measures


def test_every_command_is_documented():
    everything = "\n".join(words(path) for path in [ROOT / "README.md", *DOCS.glob("*.md")])
    told = everything.replace(".venv/bin/", "")
    assert COMMANDS
    assert [command.name for command in COMMANDS if f"iq4d {command.name}" not in told] == []


def test_every_reader_is_documented():
    assert missing({reader.name for reader in READERS}, words(DOCS / "readers.md")) == set()


def test_every_measure_is_documented():
    assert missing({measure.key for measure in MEASURES}, words(DOCS / "measures.md")) == set()


# Decisions, glossary, links


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_four_headings_and_its_line(path):
    lines = words(path).splitlines()
    assert re.match(rf"# {path.stem[:4]}\. \w", lines[0])
    assert [line for line in lines if line.startswith("## ")] == HEADINGS
    assert f"]({path.name})" in words(DOCS / "decisions" / "README.md")


def test_decisions_are_numbered_without_gaps_or_doubles():
    assert [int(path.stem[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def rows(table: str) -> list[str]:
    """The first cell of every row of every table, heads and rules left out."""
    cells = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")]
    return [cell for cell in cells if cell != "code" and not set(cell) <= {"-"}]


def doubles(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def test_the_glossary_has_each_word_once():
    words_kept = rows(words(ROOT / "GLOSSARY.md"))
    assert len(words_kept) > 40
    assert doubles(words_kept) == set()
    assert doubles(rows("| code | x |\n|---|---|\n| `Deed` | a |\n| `Deed` | b |")) == {"`Deed`"}


def broken_links(path: Path, document: str) -> list[str]:
    targets = [target.partition("#")[0] for target in LINK.findall(document) if "://" not in target]
    return [target for target in targets if target and not (path.parent / target).exists()]


@pytest.mark.parametrize("path", files(".md"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path):
    assert broken_links(path, words(path)) == []


def test_a_link_to_nowhere_would_be_seen():
    assert broken_links(ROOT / "README.md", "[a](docs/nowhere.md) [b](docs/settings.md#x) [c](https://x.org)") == [
        "docs/nowhere.md"
    ]
