"""How fast measuring is, beside ConvoKit in the same run, and how much memory a long stream takes.

    python tools/bench_measure.py DATA [--largest 1000000] [--jobs N]      (make bench-measure)

Posts of 65 words, of words that groups really wrote (DATA/delidata_utterances.csv), 25 to a conversation, each
answering the one before. Speed: contributions a second of one core's time, all in one process, in turn, several rounds;
absolute figures move with the machine, ratios hold better. Memory: streams of 10,000 and more, each in a process of its
own, with a word in every post that was never seen before, as in a real stream. Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.measures import measure
from iq4d.measures.batches import measure_tables, measured, partitions, to_table
from iq4d.measures.registry import MEASURES
from iq4d.measures.transcript import transcribe

WORDS, POSTS = 65, 25  # in a post, in a conversation
SIZES = (10_000, 100_000, 1_000_000)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


# What is measured


def words_of(data: Path) -> list[str]:
    with (data / "delidata_utterances.csv").open(encoding="utf-8", newline="") as file:
        return [word for row in csv.DictReader(file) for word in row["text"].split()]


def talks(words: list[str], contributions: int, *, new_words: bool = False) -> Iterator[Conversation]:
    """Conversations of `POSTS` posts; each post is another stretch of the words."""
    for first in range(0, contributions, POSTS):
        said = []
        for n in range(first, min(first + POSTS, contributions)):
            laps, begin = divmod(n * WORDS, len(words) - 2 * WORDS)
            begin += laps % WORDS  # another stretch each time round
            post = words[begin : begin + WORDS]
            if new_words:
                post[n % WORDS] = "".join(chr(97 + int(digit)) for digit in f"{n:07d}") + "ing"
            said.append(
                Utterance(
                    str(n),
                    f"{first}-s{n % 4}",
                    " ".join(post),
                    START + timedelta(seconds=n),
                    None if n == first else str(n - 1),
                )
            )
        speakers = tuple(Speaker(id) for id in dict.fromkeys(u.speaker for u in said))
        yield Conversation(f"talk {first}", "", tuple(said), speakers, language="en")


# Speed


def all_evidence(conversations: list[Conversation]) -> None:
    for one in conversations:
        transcript = transcribe(one)
        for indicator in MEASURES:
            indicator.find(transcript, ())


def scorecards(conversations: list[Conversation]) -> None:
    for one in conversations:
        measure(one)


def ours(conversations: list[Conversation]) -> dict[str, Callable[[], object]]:
    table = to_table(conversations)
    return {
        f"IQ4D, all {len(MEASURES)} indicators with all evidence": lambda: all_evidence(conversations),
        "IQ4D, whole scorecards, with intervals": lambda: scorecards(conversations),
        "IQ4D, Arrow table in, tables of scores and evidence out": lambda: measure_tables(table),
    }


class Theirs:
    """ConvoKit's features that come nearest; each on a corpus made for it."""

    def __init__(self) -> None:
        self.home = tempfile.TemporaryDirectory()  # it writes a file at home whenever it makes a corpus
        os.environ["HOME"] = self.home.name
        with redirect_stdout(io.StringIO()):
            import convokit
            from convokit.bag_of_words import BoWTransformer
            from convokit.coordination import Coordination
            from convokit.hyperconvo import HyperConvo
        self.kit, self.words, self.coordination, self.hyper = convokit, BoWTransformer, Coordination, HyperConvo

    def corpus(self, conversations: Any) -> Any:
        def utterances() -> Iterator[Any]:
            for one in conversations:
                speakers = {speaker.id: self.kit.Speaker(id=speaker.id) for speaker in one.speakers}
                for u in one:
                    yield self.kit.Utterance(
                        id=u.id,
                        speaker=speakers[u.speaker],
                        conversation_id=one.utterances[0].id,
                        reply_to=u.reply_to,
                        text=u.text,
                        timestamp=u.at.timestamp(),
                    )

        return self.kit.Corpus(utterances=list(utterances()))

    def features(self, conversations: list[Conversation]) -> dict[str, Callable[[], object]]:
        with redirect_stdout(io.StringIO()):
            made = self.corpus(conversations)
        hyper = self.hyper(prefix_len=POSTS)  # the whole conversation, as we take; it takes 10 by itself

        def coordination() -> None:
            one = self.coordination()
            one.fit(made)
            one.transform(made)

        return {
            "ConvoKit, corpus build": lambda: self.corpus(conversations),
            "ConvoKit, hypergraph of replies": lambda: hyper.fit_transform(made),
            "ConvoKit, coordination": coordination,
            "ConvoKit, bag of words": lambda: self.words(obj_type="utterance").fit_transform(made),
        }


def speeds(conversations: list[Conversation], rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Contributions a second of CPU time per round, for each thing; the things take turns."""
    acts = ours(conversations)
    try:
        acts |= Theirs().features(conversations)
    except ImportError as missing:
        print(f"ConvoKit is not here ({missing}); `make bench-measure` installs it. Its rows are left out.\n")
    contributions = sum(map(len, conversations))
    figures: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(rounds + 1):
        for name, act in acts.items():
            gc.collect()
            begun = time.process_time()
            with redirect_stdout(io.StringIO()):
                act()
            took = time.process_time() - begun
            if turn:  # the first fills the caches
                figures[name].append(contributions / took)
    yield from figures.items()


def tell_speed(words: list[str], contributions: int, rounds: int) -> None:
    conversations = list(talks(words, contributions))
    print(f"Contributions a second, one core ({contributions:,} posts, median of {rounds} rounds, lowest to highest)\n")
    print("| what | a second | rounds | beside all evidence |\n|---|---|---|---|")
    first = None
    for name, each in speeds(conversations, rounds):
        middle = statistics.median(each)
        first = first or middle
        print(f"| {name} | {middle:,.0f} | {min(each):,.0f} to {max(each):,.0f} | {middle / first:.1f} |", flush=True)
    print(
        "\nNot beside it: ConvoKit's politeness strategies and prompt types, which need a parser's model to be fetched."
        "\nConvoKit's figures are features without evidence: no words, no rule, no interval to show.\n"
    )


# Memory


def highest(process: str = "self") -> float:
    """The most memory in MB that a process has had, since it became what it is."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    except (OSError, StopIteration):
        return float("nan")


def stream(words: list[str], contributions: int, jobs: int) -> dict[str, float]:
    begun = time.perf_counter()
    workers: dict[int, float] = {}
    pieces = 0
    for tables in measured(partitions(talks(words, contributions, new_words=True)), jobs):
        pieces += len(tables.evidence)
        for worker in active_children():
            workers[worker.pid or 0] = highest(str(worker.pid))
    return {
        "seconds": time.perf_counter() - begun,
        "evidence": pieces,
        "own": highest(),
        "worker": max(workers.values(), default=0.0),
    }


def corpus(words: list[str], contributions: int) -> dict[str, float]:
    begun = time.perf_counter()
    with redirect_stdout(io.StringIO()):
        kept = Theirs().corpus(talks(words, contributions, new_words=True))
    return {"seconds": time.perf_counter() - begun, "own": highest(), "kept": len(kept.utterances)}


def apart(data: Path, *arguments: str) -> dict[str, float] | None:
    """The figures of a process of its own; None where it could not."""
    command = [sys.executable, __file__, str(data), *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode:
        print(told.stderr, file=sys.stderr)
        return None
    return dict(json.loads(told.stdout))


def tell_memory(data: Path, largest: int, jobs: int) -> None:
    print(f"Memory of a stream, {jobs} processes (MB at most)\n")
    print(
        "| contributions | who hands out | each that measures | a second, by the clock | evidence | ConvoKit corpus |"
    )
    print("|---|---|---|---|---|---|")
    for size in (size for size in SIZES if size <= largest):
        one = apart(data, "--stream", str(size), "--jobs", str(jobs))
        other = apart(data, "--corpus", str(size))
        theirs = "-" if other is None else f"{other['own']:,.0f}"
        if one is None:
            print(f"| {size:,} | - | - | - | - | {theirs} |", flush=True)
            continue
        measures = one["worker"] or one["own"]
        print(
            f"| {size:,} | {one['own']:,.0f} | {measures:,.0f} | {size / one['seconds']:,.0f} | {one['evidence']:,} | "
            f"{theirs} |",
            flush=True,
        )


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--posts", type=int, default=2_000, help="for the speed (default: %(default)s)")
    arguments.add_argument("--rounds", type=int, default=5, help="for the speed (default: %(default)s)")
    arguments.add_argument("--largest", type=int, default=SIZES[0], help="stream measured (default: %(default)s)")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: %(default)s)")
    arguments.add_argument("--stream", type=int, help=argparse.SUPPRESS)
    arguments.add_argument("--corpus", type=int, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if not (options.data / "delidata_utterances.csv").is_file():
        print(f"Skipped: there is no delidata_utterances.csv in {options.data}, of whose words the posts are made.")
        return 0
    words = words_of(options.data)
    if options.stream:
        print(json.dumps(stream(words, options.stream, options.jobs)))
    elif options.corpus:
        print(json.dumps(corpus(words, options.corpus)))
    else:
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
        tell_speed(words, options.posts, options.rounds)
        tell_memory(options.data, options.largest, options.jobs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
