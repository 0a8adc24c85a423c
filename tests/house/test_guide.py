"""A researcher follows docs/guide.md: every command and every block of Python in it runs, and gives what stands there.

To write down anew what comes out (and then to read it): PYTHONPATH=tests python -m house.test_guide
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path

from house.project import ROOT, SOURCE, words

GUIDE = ROOT / "docs" / "guide.md"
EXPORT = GUIDE.with_suffix("") / "evening-class.json"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
INSTALL = "sh"  # the one kind of block that is only looked at: it would need a package host


def shell(line: str, folder: Path) -> str:
    """What a terminal shows of a command."""
    (folder / ".bin").mkdir(exist_ok=True)
    command = folder / ".bin" / "iq4d"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m iq4d "$@"\n')
    command.chmod(0o755)
    plain = {"COLUMNS": "100", "LANG": "en_GB.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(SOURCE.parent)}
    environment = os.environ | plain | {"LC_ALL": "en_GB.UTF-8", "PATH": f"{command.parent}:{os.environ['PATH']}"}
    told = subprocess.run(
        line, shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    assert told.returncode == 0, told.stdout.decode()
    return told.stdout.decode().replace("\r\n", "\n")


def python(source: str, folder: Path, names: dict[str, object]) -> str:
    """What a notebook shows of a block, with what the blocks before it left."""
    told = StringIO()
    with chdir(folder), redirect_stdout(told):
        exec(compile(source, GUIDE.name, "exec"), names)
    return told.getvalue()


def played(document: str, folder: Path) -> Iterator[str]:
    """The document again, piece by piece, with what really comes out under each command and block."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    names: dict[str, object] = {}
    at = 0
    for block in BLOCK.finditer(document):
        kind, source = block.groups()
        if kind == "text":  # what was told before: told anew
            at = block.end()
            continue
        yield document[at : block.start()]
        at = block.end()
        if kind == "console":
            lines = [line for line in source.splitlines() if line.startswith("$ ")]
            yield "```console\n" + "".join(f"{line}\n{shell(line[2:], folder)}" for line in lines) + "```\n"
        elif kind == "python":
            told = python(source, folder, names)
            after = document[at:].lstrip("\n")
            gap = "" if not after.startswith("```text\n") else document[at : len(document) - len(after)]
            at += len(gap)
            yield f"{block[0]}" + (f"\n```text\n{told}```\n" if told else "")
        else:
            assert kind == INSTALL, f"a block of {kind} is not played"
            yield block[0]
    yield document[at:]


def run(document: str, folder: Path) -> str:
    shutil.copy(EXPORT, folder)
    return "".join(played(document, folder))


def test_everything_in_the_guide_runs_and_gives_what_stands_there(tmp_path):
    document = words(GUIDE)
    assert run(document, tmp_path) == document, "PYTHONPATH=tests python -m house.test_guide writes it anew"
    for made in ("card.html", "dimensions.png", "length.png", "figures.parquet"):
        assert (tmp_path / made).stat().st_size > 2_000, made


def test_a_guide_that_lags_would_be_seen(tmp_path):
    lagging = "# A\n\n```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n\n```console\n$ echo two\nthree\n```\n"
    assert run(lagging, tmp_path) == lagging.replace("3\n", "2\n").replace("three\n", "two\n")


def test_what_it_installs_is_what_the_project_offers():
    (install,) = (source for kind, source in BLOCK.findall(words(GUIDE)) if kind == INSTALL)
    extra = re.search(r"'\.\[(\w+)\]'", install)[1]
    assert extra in tomllib.loads(words(ROOT / "pyproject.toml"))["project"]["optional-dependencies"]
    for package in install.split("]'")[1].split():
        assert re.search(rf"^{package}\b", words(ROOT / "requirements" / "test.in"), re.MULTILINE), package


def test_its_export_says_that_it_is_invented():
    assert "Invented" in words(EXPORT)[:200]


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as place:
        GUIDE.write_text(run(words(GUIDE), Path(place)), encoding="utf-8")
