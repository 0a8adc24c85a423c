"""Every hostile import file: what the manifest expects, within its time and memory."""

import contextlib
import gzip
import json
import re
import socket
import subprocess
import sys
import time

import pytest

from conftest import SHARED
from iq4d.errors import UnreadableExport
from iq4d.readers import Limits, Reading, battery, read, safe_json

IMPORT = SHARED / "attack" / "import"
MANIFEST = (
    [json.loads(line) for line in (IMPORT / "MANIFEST.jsonl").read_text().splitlines()] if IMPORT.is_dir() else []
)
FILES = {entry["path"]: entry["expected"] for entry in MANIFEST if (IMPORT / entry["path"]).is_file()}

# What these readers read; the other folders wait for readers of their own, and are refused or read in peace.
OURS = ("platform/", "xml/", "json/", "json_suite/")


def within(*folders: str) -> list[str]:
    return [path for path in FILES if path.startswith(folders)]


def refusal_or_talks(path, reading):
    try:
        return None, list(read(path, reading))
    except UnreadableExport as refusal:
        return refusal, None


def outcome(path: str):
    """(conversations, reading), the former None where the file was refused; with every promise kept."""
    reading = Reading()
    refusal, talks = refusal_or_talks(IMPORT / path, reading)
    if refusal:
        assert str(refusal).startswith((IMPORT / path).name.removesuffix(".gz")), "the file is named"
        assert "passwd" not in str(refusal)
    else:
        battery.promises_kept(talks)
    return talks, reading


def test_the_hostile_files_are_here(shared):
    assert len(within(*OURS)) > 150


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("path", [path for path in FILES if not path.startswith("platform/posts_100k")])
def test_every_file_is_read_or_refused_in_ten_seconds(path):
    began = time.monotonic()
    outcome(path)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("path", [path for path in within(*OURS) if "REJECT_CLEAN" in FILES[path]])
def test_what_must_be_refused_is_refused(path):
    assert outcome(path)[0] is None


@pytest.mark.parametrize("path", within("platform/"))
def test_forum_files_come_out_as_expected(path):
    expected = FILES[path]
    talks, reading = outcome(path)
    if expected.startswith("SKIP_ROW"):
        assert reading.skipped
        assert all(skipped.where and str(skipped.why) for skipped in reading.skipped)
    elif expected.startswith("ACCEPT"):
        assert talks
        assert reading.skipped == []
    else:
        assert talks is None


def test_good_rows_of_a_half_bad_file_come_in(shared):
    for path in within("platform/date_", "platform/id_"):
        talks, reading = outcome(path)
        assert ([u.id for u in talks[0]], reading.skipped_count) == (["post-2"], 1), path


def test_the_tree_of_a_deep_and_of_a_circular_file(shared):
    ((deep,), _), ((circle,), reading) = (
        outcome("platform/chain_depth_5000.json"),
        outcome("platform/reply_cycle_1000.json"),
    )
    assert all(u.reply_to == f"post-{int(u.id[5:]) - 1}" for u in deep.utterances[1:])
    assert [u.id for u in circle if u.reply_to is None] == ["post-1"]
    assert [str(skipped.where) for skipped in reading.skipped] == ["topic 1, post 1"]


@pytest.mark.parametrize("path", within("json_suite/"))
def test_json_is_what_the_standard_says(path, tmp_path):
    data = (IMPORT / path).read_bytes()
    plain = tmp_path / "some.json"
    plain.write_bytes(gzip.decompress(data) if path.endswith(".gz") else data)
    kind = path.split("/")[1][0]
    if kind == "y":
        safe_json.load(plain, Limits())
    elif kind == "n":
        with pytest.raises(UnreadableExport, match=r"^some\.json"):
            safe_json.load(plain, Limits())
    else:
        with contextlib.suppress(UnreadableExport):
            safe_json.load(plain, Limits())


READ_ONE = """
import resource, sys
from iq4d.readers import read
from iq4d.errors import UnreadableExport
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(sum(len(talk) for talk in read(sys.argv[1])))
except UnreadableExport:
    print(0)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) // 1024)
"""
HEAVY = [path for path in FILES if (IMPORT / path).stat().st_size > 300_000 or path.endswith(".gz")]


@pytest.mark.parametrize("path", HEAVY)
def test_memory_stays_within_bounds(path):
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", READ_ONE, str(IMPORT / path)], capture_output=True, text=True, check=True
    )
    count, grown = map(int, done.stdout.split())
    if "posts_100k" in path:
        assert count == 100_000
    assert grown < (512 if "posts_100k" in path else 256), f"{grown} MB"
    assert time.monotonic() - began < (120 if "posts_100k" in path else 10)


@pytest.mark.parametrize("path", within("json/", "json_suite/", "xml/"))
def test_what_is_hostile_is_so_in_a_file_of_our_own_kind_too(path, tmp_path):
    """The same bytes behind the mark by which a reader knows its own."""
    data = (IMPORT / path).read_bytes()
    data = gzip.decompress(data) if path.endswith(".gz") else data
    if path.startswith("xml/"):
        marked = data + b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>'
    else:
        marked = b'{"format": "generic-forum", "version": 1, "users": [], "extra": ' + data + b', "topics": []}'
    copy = tmp_path / "some.file"
    copy.write_bytes(marked)
    began = time.monotonic()
    refusal, talks = refusal_or_talks(copy, Reading())
    assert time.monotonic() - began < 10
    if refusal:
        assert str(refusal).startswith("some.file")
    else:
        assert talks == []
        assert path.startswith("json")
        assert not re.match("n_|.*deep|.*nan|.*bigexp|.*5000", path.split("/")[1])
