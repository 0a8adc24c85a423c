"""A researcher imports iq4d in a notebook: it is there at once, and each name brings only what it needs."""

import subprocess
import sys

import pytest

import iq4d
from cli_exports import forum
from house.project import ROOT
from house.test_library import WEB_PACKAGES, loaded_by

HEAVY = {"numpy", "pyarrow", "rich", "jinja2"}


def test_importing_it_loads_nothing_else():
    assert loaded_by("import iq4d") & (WEB_PACKAGES | HEAVY) == set()


@pytest.mark.parametrize(
    ("name", "spared"),
    [
        ("read", {"numpy", "pyarrow", "rich", "jinja2"}),
        ("measure", {"pyarrow", "rich", "jinja2"}),
        ("rows", {"pyarrow", "rich", "jinja2"}),
        ("report", {"pyarrow", "rich"}),
    ],
)
def test_a_name_brings_what_it_needs_and_no_web(name, spared):
    assert loaded_by(f"from iq4d import {name}") & (WEB_PACKAGES | spared) == set()


@pytest.mark.parametrize("form", ["--csv", "--parquet", "--html", "--json", "--anonymous", "--convokit", "--compare"])
def test_no_form_of_measuring_wakes_the_web_or_what_it_does_not_need(tmp_path, form):
    path, out = forum(tmp_path, "How do we start?"), tmp_path / "out"
    more = {"--convokit": [str(out)], "--compare": [path, path]}.get(form, [path, "--out", str(out / "")])
    if form == "--convokit":
        more.append(path)
    act = f"from iq4d.cli import main\nassert main({['measure', form, *more]!r}) == 0"
    loaded = loaded_by(act)
    assert loaded & WEB_PACKAGES == set()
    assert ("pyarrow" in loaded) == (form == "--parquet")
    assert ("jinja2" in loaded) <= (form in ("--html", "--compare"))


def test_help_is_there_at_once():
    """What it costs is what it loads: 30 ms here, of which most is Python itself."""
    loaded = loaded_by("from iq4d.cli import main\nassert main(['--help']) == 0")
    assert loaded & (WEB_PACKAGES | HEAVY) == set()


def test_every_name_is_there_and_no_other():
    assert all(hasattr(iq4d, name) for name in iq4d.__all__)
    assert set(iq4d.__all__) <= set(dir(iq4d))
    with pytest.raises(AttributeError, match="no attribute 'rank'"):
        _ = iq4d.rank


def test_the_report_is_the_same_library_before_and_after_it_was_loaded():
    import iq4d.report

    assert iq4d.report is sys.modules["iq4d.report"]
    assert callable(iq4d.report.report)


def test_a_type_checker_knows_them(tmp_path):
    script = tmp_path / "notebook.py"
    script.write_text(
        "from iq4d import measure, read, report, rows\n"
        "for conversation in read('topic.json'):\n"
        "    reveal_type(measure(conversation))\n"
        "    reveal_type(report.page(report.report(conversation)))\n"
        "    reveal_type(list(rows([measure(conversation)])))\n"
    )
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        "",
        "--cache-dir",
        str(tmp_path),
        "--follow-imports=silent",
    ]
    told = subprocess.run([*command, str(script)], cwd=ROOT / "src", capture_output=True, text=True, check=False).stdout
    revealed = [line.partition("note: Revealed type is ")[2] for line in told.splitlines() if "Revealed" in line]
    assert ["Scorecard" in revealed[0], "str" in revealed[1], "dict" in revealed[2]] == [True] * 3, told
