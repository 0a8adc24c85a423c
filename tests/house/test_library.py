"""Ada measures an export on a machine on which no web framework should ever wake up."""

import json
import os
import subprocess
import sys

import pytest

from house.project import SOURCE

WEB_PACKAGES = {"django", "allauth", "axes", "csp", "granian", "whitenoise"}
PROBE = """
import sys
{act}
print(*sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""
POSTS = [
    ("ada", "How do we help new people feel at home, and why does it go wrong in the second week?"),
    ("bob", "Because nobody asks them anything after day three. I will have coffee with them on Friday."),
]


@pytest.fixture
def topic(tmp_path):
    """A Discourse topic of two posts, as its JSON gives it."""
    posts = [
        {
            "id": number,
            "post_number": number,
            "post_type": 1,
            "username": who,
            "name": who.title(),
            "created_at": f"2026-03-02T09:0{number}:00.000Z",
            "cooked": f"<p>{words}</p>",
        }
        for number, (who, words) in enumerate(POSTS, 1)
    ]
    topic = {"id": 7, "title": "Feeling at home", "posts_count": 2, "post_stream": {"posts": posts, "stream": [1, 2]}}
    path = tmp_path / "topic.json"
    path.write_text(json.dumps(topic))
    return path


def loaded_by(act: str) -> set[str]:
    """The top-level modules in memory after this Python has run, in a process of its own."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE.parent)}
    command = [sys.executable, "-c", PROBE.format(act=act)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return set(told.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("extra", ["", ", '--json'"])
def test_measuring_loads_no_web(topic, extra):
    loaded = loaded_by(f"from iq4d.cli import main\nassert main(['measure', {str(topic)!r}{extra}]) == 0")
    assert "iq4d" in loaded
    assert loaded & WEB_PACKAGES == set()


def test_methods_load_no_web():
    loaded = loaded_by("from iq4d.cli import main\nassert main(['methods', 'check', '']) == 1")
    assert "iq4d" in loaded
    assert loaded & WEB_PACKAGES == set()


def test_composing_loads_no_web(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("name,role\nAda,a\nBob,b\nCarla,a\nDirk,b\n")
    page = str(tmp_path / "groups.html")
    words = ["compose", str(people), "--size", "2", "--max-iter", "100", "-o", page]
    loaded = loaded_by(f"from iq4d.cli import main\nassert main({words!r}) == 0")
    assert "iq4d" in loaded
    assert loaded & WEB_PACKAGES == set()


def test_the_probe_sees_a_web_framework():
    assert "django" in loaded_by("import django.conf")
