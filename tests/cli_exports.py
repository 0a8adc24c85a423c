"""Forum exports for the tests of the command line, and what a command did with them."""

import json
import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
THINGS = ("bread", "workshop", "paint", "trainers", "noise", "home", "canal")


def said(size):
    """Words that now come back to the question, and now do not."""
    for n in range(size):
        words = f"{THINGS[n % 7]} and {THINGS[n % 5]} by the {THINGS[n % 3]} window".capitalize()
        yield f"{words}, because the {THINGS[n % 4]} was loud. What do you think, Bob?" if n % 4 else f"{words}."


def forum(folder, *titles, size=12, name="forum.json", people=("Ada", "Bob", "Carla"), first=1):
    """A forum exchange file with a topic of `size` posts under each title, numbered from `first` on."""
    users = [{"id": number, "username": who} for number, who in enumerate(people, 1)]
    posts = [
        {
            "id": n,
            "author": 1 + n % len(people),
            "parent": n - 1 or None,
            "created": f"2026-03-02T09:{n % 60:02}:00Z",
            "body": words,
        }
        for n, words in enumerate(said(size), 1)
    ]
    topics = [{"id": number, "title": title, "posts": posts} for number, title in enumerate(titles, first)]
    path = folder / name
    path.write_text(
        json.dumps({"format": "generic-forum", "version": 1, "users": users, "topics": topics}, ensure_ascii=False)
    )
    return str(path)


def broken(folder, name="broken.json"):
    """The same, cut off."""
    path = Path(forum(folder, "Broken", name=name))
    path.write_text(path.read_text()[:-20])
    return str(path)


def run(*arguments, given=b"", python=(), **more):
    """`iq4d ARGUMENTS` in a process of its own: (exit code, bytes on stdout, words on stderr)."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "LANG": "en_GB.UTF-8"} | more
    command = [sys.executable, *python, "-m", "iq4d", *map(str, arguments)]
    told = subprocess.run(command, input=given, env=environment, capture_output=True, check=False)
    return told.returncode, told.stdout, told.stderr.decode()
