"""Who may know whom: the contracts of `.importlinter` are kept, and each of them bites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from house.project import ROOT, SOURCE, words

CONTRACTS = ROOT / ".importlinter"

# A line in a file that breaks the contract of that name (its words after `[importlinter:contract:`).
PLANTED = {
    "layers": ("speech.py", "import iq4d.errors"),
    "groups": ("groups/rules.py", "import iq4d.groups.compose"),
    "libraries": ("readers/planted.py", "import django.db"),
    "apps": ("web/ui/planted.py", "import iq4d.web.home.planted"),
    "door-measures": ("web/home/planted.py", "import iq4d.measures.score"),
    "door-report": ("web/home/planted.py", "import iq4d.report.page"),
    "door-readers": ("web/home/planted.py", "import iq4d.readers.protocol"),
    "door-hints": ("web/home/planted.py", "import iq4d.hints.asking"),
    "door-methods": ("web/home/planted.py", "import iq4d.methods.state"),
    "door-groups": ("web/home/planted.py", "import iq4d.groups.rules"),
    "rules": ("web/circles/rules.py", "import django.db"),
}


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    """The contracts held against the `iq4d` in the folder `source`."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache", "--config", CONTRACTS]
    environment = os.environ | {"PYTHONPATH": str(source), "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)


def names() -> dict[str, str]:
    """Each contract's key and the sentence it is shown by."""
    parts = words(CONTRACTS).split("[importlinter:contract:")[1:]
    return {part.partition("]")[0]: part.partition("name = ")[2].splitlines()[0] for part in parts}


def test_every_contract_is_kept():
    told = lint(SOURCE.parent)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.fixture(scope="module")
def told_of_planted(tmp_path_factory):
    """What the linter says of a copy in which every contract is broken once."""
    source = tmp_path_factory.mktemp("planted")
    shutil.copytree(SOURCE, source / "iq4d", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    for name, line in PLANTED.values():
        with (source / "iq4d" / name).open("a") as file:
            file.write(f"\n{line}\n")
    return lint(source).stdout


def test_every_contract_has_its_control():
    assert PLANTED.keys() == names().keys()


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_caught(contract, told_of_planted):
    assert f"{names()[contract]} BROKEN" in told_of_planted, told_of_planted


def test_a_new_package_must_be_given_a_place(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "iq4d", ignore=shutil.ignore_patterns("__pycache__", "static", "templates"))
    (tmp_path / "iq4d" / "shed.py").touch()
    told = lint(tmp_path)
    assert told.returncode == 1
    assert "iq4d.shed" in told.stdout
