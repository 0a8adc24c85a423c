"""How long a table of many conversations takes and how much memory, and a report page of a long one.

    python tools/bench_report.py [--most 10000] [--jobs 2]      (make bench-report)

The conversations are made of contributions of `gold/`, put together anew with a fixed seed: 8 to 20 of them, in one
language, each answering an earlier one. They are written as forum exchange files of 500 topics, which `iq4d measure
FOLDER --parquet --jobs N` reads. Memory is the peak of each process by itself: who reads and writes, and who measures.
Absolute figures move with the machine. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.report import page, report

GOLD = Path(__file__).resolve().parents[1] / "gold" / "conversations"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FEWEST, MOST = 8, 20  # contributions in a small conversation
IN_A_FILE = 500  # topics
PEOPLE = ("Ada", "Bob", "Carla", "Dana", "Emir")
LONG, SECONDS = 5_000, 5.0  # the page of so many contributions is there within so many seconds


def pool(language: str) -> list[str]:
    """Every contribution of gold/ in that language."""
    talks = [tomllib.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.toml"))]
    return [turn[language] for talk in talks for turn in talk["turn"] if turn.get(language)]


def topics(count: int, first: int, chance: random.Random, words: dict[str, list[str]]) -> Iterator[dict[str, object]]:
    for number in range(first, first + count):
        said = chance.choice([words["en"], words["nl"]])
        posts = [
            {
                "id": n,
                "author": chance.randint(1, len(PEOPLE)),
                "parent": chance.randint(max(1, n - 3), n - 1) if n > 1 else None,
                "created": (START + timedelta(minutes=7 * n)).isoformat(),
                "body": chance.choice(said),
            }
            for n in range(1, chance.randint(FEWEST, MOST) + 1)
        ]
        yield {"id": number, "title": f"Talk {number}", "posts": posts}


def write(folder: Path, conversations: int, words: dict[str, list[str]]) -> int:
    """The exports in a folder; gives how many contributions there are."""
    folder.mkdir()
    chance, total = random.Random(7), 0
    users = [{"id": n, "username": who} for n, who in enumerate(PEOPLE, 1)]
    for first in range(1, conversations + 1, IN_A_FILE):
        made = list(topics(min(IN_A_FILE, conversations - first + 1), first, chance, words))
        total += sum(len(topic["posts"]) for topic in made)  # type: ignore[arg-type]
        data = {"format": "generic-forum", "version": 1, "users": users, "topics": made}
        (folder / f"{first:06}.json").write_text(json.dumps(data), "utf-8")
    return total


@dataclass(frozen=True)
class Run:
    """One run: its seconds, and the peak MB of the process that reads and writes and of the largest that measures."""

    seconds: float
    parent: float
    worker: float


def run(folder: Path, out: Path, jobs: int) -> Run:
    command = [sys.executable, "-m", "iq4d", "measure", str(folder), "--out", str(out), "--jobs", str(jobs)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks: dict[int, float] = {}
    watching = threading.Thread(target=watch, args=(process, peaks))
    watching.start()
    code = process.wait()
    took = time.perf_counter() - begun
    watching.join()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return Run(took, peaks.pop(process.pid, 0.0), max(peaks.values(), default=0.0))


def watch(process: subprocess.Popen[bytes], peaks: dict[int, float]) -> None:
    """Keeps the peak of the process and of each of its children while it runs (Linux tells it in /proc)."""
    while process.poll() is None:
        for pid in (process.pid, *children(process.pid)):
            try:
                told = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            peak = next((line for line in told.splitlines() if line.startswith("VmHWM")), None)
            if peak:
                peaks[pid] = max(peaks.get(pid, 0.0), int(peak.split()[1]) / 1024)
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def long_talk(size: int, words: list[str]) -> Conversation:
    chance = random.Random(7)
    said = tuple(
        Utterance(
            str(n),
            chance.choice(PEOPLE),
            chance.choice(words),
            START + timedelta(minutes=11 * n),
            str(chance.randint(max(1, n - 5), n - 1)) if n > 1 else None,
        )
        for n in range(1, size + 1)
    )
    return Conversation("long", "A long conversation", said, tuple(Speaker(who, who) for who in PEOPLE), language="en")


def pages(words: list[str]) -> bool:
    """A line per size; whether the long one was there in time."""
    print("| contributions | report and page, s | size of the page, KB |\n|---|---|---|")
    for size in (20, 200, LONG):
        talk = long_talk(size, words)
        begun = time.perf_counter()
        html = page(report(talk, now=START + timedelta(days=90)), "en")
        took = time.perf_counter() - begun
        print(f"| {size:,} | {took:.2f} | {len(html.encode()) / 1024:.0f} |", flush=True)
    return took < SECONDS


def tables(most: int, jobs: int, words: dict[str, list[str]]) -> None:
    print("| conversations | contributions | s | reads and writes, peak MB | measures, peak MB | Parquet, MB |")
    print("|---|---|---|---|---|---|")
    sizes = [size for size in (1_000, 10_000, 100_000) if size < most] + [most]
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder, out = Path(place) / str(size), Path(place) / f"{size}.parquet"
            total = write(folder, size, words)
            took = run(folder, out, jobs)
            line = f"{size:,} | {total:,} | {took.seconds:.1f} | {took.parent:.0f} | {took.worker:.0f}"
            print(f"| {line} | {out.stat().st_size / 1e6:.1f} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=10_000, help="conversations in the largest table")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    words = {language: pool(language) for language in ("en", "nl")}
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, {options.jobs} jobs.\n")
    tables(options.most, options.jobs, words)
    print()
    fast = pages(words["en"])
    if not fast:
        print(f"\nToo slow: the page of {LONG:,} contributions should be there within {SECONDS:.0f} s.")
    return 0 if fast else 1


if __name__ == "__main__":
    raise SystemExit(main())
