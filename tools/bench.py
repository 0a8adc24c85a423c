"""How fast the command line and the libraries are on this machine.

    python tools/bench.py

Prints a line per figure: what, how much, on how much. Conversations are made up with a fixed seed, of contributions of
about 65 words, the size that the project's goals speak of. Absolute figures move with the machine: compare runs on one.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from iq4d.conversation import Conversation, conversation
from iq4d.measures import measure
from iq4d.readers import read
from iq4d.readers.protocol import Reading

SENTENCES = (
    "I think it depends on how much time people have before the first meeting, because nobody prepares at home.",
    "What makes you say that the new schedule is the cause?",
    "We tried a shorter round last month and it worked better, although two colleagues were silent.",
    "For example, the team on the second floor writes first and talks afterwards.",
    "However, that would mean that the evening shift hears everything a day later.",
    "Could it be that we are asking the wrong question here?",
    "I will put the list on the wall on Monday and ask Carla to look at it.",
    "On the other hand, the children liked the garden more than the classroom.",
    "So the real problem is that nobody owns the decision.",
    "Thank you, that helps me to see it from the side of the parents.",
)
WORDS = 65


def contribution(chance: random.Random) -> str:
    chosen: list[str] = []
    while sum(len(sentence.split()) for sentence in chosen) < WORDS:
        chosen.append(chance.choice(SENTENCES))
    return " ".join(chosen)


def made(chance: random.Random, size: int) -> Conversation:
    speakers = ("Ada", "Bob", "Carla", "Dana", "Emir")
    return conversation([(chance.choice(speakers), contribution(chance)) for _ in range(size)], language="en")


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def tell(what: str, figure: str, on: str) -> None:
    print(f"{what:<28} {figure:>16}   {on}")


def start_up() -> None:
    def once() -> None:
        subprocess.run([sys.executable, "-m", "iq4d", "--help"], check=True, capture_output=True)

    once()  # fills the file cache
    tell("iq4d --help", f"{1000 * min(seconds(once) for _ in range(5)):.0f} ms", "best of 5")


def measuring(chance: random.Random) -> None:
    for size, times in ((20, 25), (200, 5), (2_000, 1)):
        conversations = [made(chance, size) for _ in range(times)]
        took = seconds(lambda: [measure(one) for one in conversations])  # noqa: B023 (called at once)
        tell("measure", f"{size * times / took:,.0f} posts/s", f"{times} conversations of {size}, one core")


def reading(chance: random.Random, posts: int = 20_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Posts.xml"
        with path.open("w", encoding="utf-8") as file:
            file.write('<?xml version="1.0" encoding="utf-8"?>\n<posts>\n')
            file.writelines(row(number, contribution(chance)) for number in range(1, posts + 1))
            file.write("</posts>\n")
        took = seconds(lambda: sum(len(one) for one in read(path, Reading())))
        size = path.stat().st_size / 1e6
        tell("read Stack Exchange", f"{posts / took:,.0f} posts/s", f"{posts:,} posts, {size / took:.0f} MB/s")


def row(number: int, words: str) -> str:
    """A post of a Stack Exchange dump: every fourth a question, those after it its answers."""
    question = number - (number - 1) % 4
    kind = 'PostTypeId="1" Title="A question"' if number == question else f'PostTypeId="2" ParentId="{question}"'
    who = f'CreationDate="2026-01-05T10:00:00.000" OwnerUserId="{number % 9}"'
    return f'  <row Id="{number}" {kind} {who} Body={quoteattr(f"<p>{words}</p>")} />\n'


def main() -> int:
    chance = random.Random(7)
    start_up()
    measuring(chance)
    reading(chance)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell("peak memory", f"{peak:.0f} MB", "of this whole run")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
