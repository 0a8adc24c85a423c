"""Which names are meant by words on a command line: `Ada,Bob`, `role=facilitator`, also where a name holds a comma."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from iq4d.cli.talking import WrongUsage
from iq4d.speech import Text, text

__all__ = ["Names", "count_in", "range_in"]

SHOWN = 40  # names in one sentence
SEARCHED = 20_000  # names among which a likely one is looked for
_RANGE = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?", re.ASCII)


class Names:
    """Names that are there, to be found by what somebody typed.

    unknown: what is said of a word that is none of them, given the word and those that come near.
    """

    def __init__(self, names: Iterable[str], unknown: Callable[[str, str], Text]) -> None:
        self.all = dict.fromkeys(names)
        self._unknown = unknown
        folded: dict[str, list[str]] = {}
        for name in self.all:
            folded.setdefault(name.casefold(), []).append(name)
        self._folded = {key: same[0] for key, same in folded.items() if len(same) == 1}

    def one(self, word: str) -> str:
        """The name that is meant by this word, in capitals or not. Raises WrongUsage."""
        if (found := self._find(word)) is None:
            raise self._wrong(word)
        return found

    def several(self, words: str) -> list[str]:
        """The names in a list with commas; a name may hold commas itself. Raises WrongUsage."""
        pieces = words.strip(" ,").split(",")
        found: list[str] = []
        while pieces:
            for end in range(len(pieces), 0, -1):  # the longest first
                if (name := self._find(",".join(pieces[:end]))) is not None:
                    found.append(name)
                    pieces = pieces[end:]
                    break
            else:
                raise self._wrong(pieces[0])
        return list(dict.fromkeys(found))

    def told(self, words: str, form: str) -> tuple[str, str]:
        """The name before an equals sign, and what stands after it. form: how it is written. Raises WrongUsage."""
        places = [place for place, sign in enumerate(words) if sign == "="]
        for place in places:
            if (name := self._find(words[:place])) is not None:
                return name, words[place + 1 :].strip()
        if places:
            raise self._wrong(words[: places[0]])
        raise WrongUsage(text("“{words}” is not written as {form}.", words=words[:80], form=form))

    def _find(self, word: str) -> str | None:
        word = " ".join(word.split())
        return word if word in self.all else self._folded.get(word.casefold())

    def _wrong(self, word: str) -> WrongUsage:
        word = " ".join(word.split())
        few = len(self.all) <= SHOWN
        near = list(self.all) if few else get_close_matches(word, list(self.all)[:SEARCHED], n=5)
        return WrongUsage(self._unknown(word[:80], ", ".join(near) or "–"))


def count_in(word: str, words: str) -> int:
    """A whole number from 1 up, out of `words`. Raises WrongUsage."""
    if _RANGE.fullmatch(word) and word.isdigit() and int(word):
        return int(word)
    raise WrongUsage(text("“{word}” in “{words}” is not a whole number from 1 up.", word=word[:20], words=words[:80]))


def range_in(words: str, lowest: int = 1) -> tuple[int, int]:
    """(5, 5) of "5", (4, 5) of "4-5". Raises WrongUsage."""
    if found := _RANGE.fullmatch(words.strip()):
        least, most = int(found[1]), int(found[2] or found[1])
        if lowest <= least <= most and most:
            return least, most
    raise WrongUsage(text("“{words}” is not a number such as 5, or a range such as 4-5.", words=words[:40]))
