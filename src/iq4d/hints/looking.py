"""One look at the words of a contribution with the rules of their language: what stands there, before it is weighed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from iq4d.hints.languages import Rules
from iq4d.hints.sentences import LOOKED_AT, MASK, Sentence, sentences

__all__ = ["Asked", "Look", "Span"]

Span = tuple[int, int]

FEW = {"no_question": 4, "no_purpose": 3}  # words: fewer than these are no remark, no opening
GREETING = 10  # words: a greeting or thanks is not longer


@dataclass(frozen=True, slots=True)
class Asked:
    """A real question. closed: yes or no answers it; choice: or one of two. mind: it is after what somebody thinks,
    feels or wants."""

    span: Span
    closed: bool = False
    choice: bool = False
    mind: bool = False


class Look:
    """What rules see in `own` (from `own_words`). A span is a stretch of it."""

    def __init__(self, own: str, rules: Rules) -> None:
        self.own, self.rules = own, rules
        self.sentences = list(sentences(own, rules))

    @property
    def all_of_it(self) -> Span:
        return self.sentences[0].start, len(self.own.rstrip())

    # What begins a clause

    def advice(self) -> Span | None:
        """Something the other could do, as a question."""
        return self._first("advice", but="advice_not", unmarked=True)

    def tip(self) -> Span | None:
        """Something the other could do, as a statement."""
        for one in self.sentences:
            found = self._at("tip", one.places[0], one)
            if found is not None and not self._is("wonders", one.places[0], one):
                return found
        return None

    def leading(self) -> Span | None:
        """A question that holds its answer."""
        span = self._first("leading", but="leading_not", unmarked=False)
        return span or next((tag for one in self.sentences if one.asks and (tag := self._tag(one))), None)

    def why(self) -> Span | None:
        """A question after a reason."""
        for one in self.sentences:
            places = one.places if one.asks else one.places[:1]
            found = next((place for place in places if self._is("why", place, one)), None)
            if found is not None and not self._embedded(found, one) and not self._rhetorical(one):
                return self._at("why", found, one)
        return None

    def _first(self, name: str, *, but: str, unmarked: bool) -> Span | None:
        """The first match in a sentence with a question mark; `unmarked`: or where one without any mark begins."""
        for one in self.sentences:
            if one.asks or (unmarked and not one.ended):
                for place in one.places if one.asks else one.places[:1]:
                    found = self._at(name, place, one)
                    if found is not None and not self._is(but, place, one) and not self._reported(place, one):
                        return found
        return None

    def _tag(self, one: Sentence) -> Span | None:
        """Something stated, with "isn't it?" at its end."""
        if self._opens(one) or self._is("leave", one.places[0], one):
            return None
        for place in one.places[1:]:
            found = self._at("tag", place, one)
            if found is None and self.rules.within("strong", self.own, one.start, place):
                found = self._at("weak_tag", place, one)
            if found is not None and not self.own[found[1] : one.end].strip(" ?!.)"):
                return one.start, one.end
        return None

    # Questions

    @cached_property
    def _by_sentence(self) -> list[list[Asked]]:
        return [list(self._asked_in(one)) for one in self.sentences]

    @property
    def asked(self) -> list[Asked]:
        """The real questions, in order."""
        return [asked for found in self._by_sentence for asked in found]

    def stacked(self, many: int, *, in_a_row: bool) -> Span | None:
        """So many questions. in_a_row: with nothing else in between, for a long story may ask here and there."""
        marked = any(one.asks for one in self.sentences)
        row: list[Asked] = []
        for one, found in zip(self.sentences, self._by_sentence, strict=True):
            # "Tell us about that. What happened?" asks one thing: an invitation beside a question is no second one.
            counts = [] if marked and not one.asks else found
            if not counts and in_a_row:
                row.clear()
            row += counts
            if len(row) >= many:
                return row[0].span[0], one.end
        return None

    def _asked_in(self, one: Sentence) -> Iterator[Asked]:
        open_one, first = Asked((one.start, one.end)), one.places[0]
        if self._rhetorical(one):
            return
        if not one.asks:
            if self.rules.within("wonders", self.own, one.start, one.end):
                yield open_one
            elif not one.ended and self._is("open", first, one):
                yield from [open_one] * max(1, self._opens(one))
            elif not one.ended and self._is("unmarked", first, one):
                yield self._closed(one, first)
        elif any(self._is("leave", place, one) for place in one.places[:2]):
            yield from [open_one] * self._opens(one)
        elif any(self._is("tells", place, one) for place in one.places):
            yield from [open_one] * (1 + sum(self._is("open", place, one) for place in one.places[1:]))
        elif opens := self._opens(one):
            yield from [open_one] * opens
        else:
            place = next((place for place in one.places if self._is("closed", place, one)), None)
            if place is None:
                yield open_one
            elif not self._reported(place, one):
                yield self._closed(one, place)

    def _closed(self, one: Sentence, place: int) -> Asked:
        span = one.start, one.end
        # In doubt (a "not", a "maybe") it may be a tip or leading: then nothing is said of it.
        if any(self._is(name, place, one) for name in ("tells", "leave")) or self._has("doubt", place, one):
            return Asked(span)
        return Asked(span, True, self._has("choice", place, one), self._is("mind", place, one))

    def _opens(self, one: Sentence) -> int:
        """How many open questions the sentence asks: words such as "what" that begin a clause of their own."""
        begins = [p for p in one.places if self._is("open", p, one) and not self._reported(p, one)]
        real = [place for place in begins if self._is("bare", place, one) or not self._embedded(place, one)]
        return len(real) or (1 if begins[:1] == [one.places[0]] else 0)

    # What is not there

    def no_question(self) -> bool:
        """Words with content that ask nothing of anybody. May be a tip that no rule saw? Then no."""
        return self._says_something("no_question") and not self._anywhere("modal")

    def no_purpose(self) -> bool:
        """An opening that neither asks anything nor says what it is for."""
        return self._says_something("no_purpose") and not self.asked and not self._anywhere("aims")

    def _says_something(self, what: str) -> bool:
        count = len(self.own.split())
        if count < FEW[what] or "?" in self.own or MASK in self.own or not self.sentences:
            return False
        if len(self.own) == LOOKED_AT:  # the rest may say it
            return False
        return count > GREETING or not self._is("greets", self.sentences[0].start, self.sentences[0])

    # Rules at a place

    def _at(self, name: str, place: int, one: Sentence) -> Span | None:
        found = self.rules.at(name, self.own, place, one.end)
        return None if found is None else found.span()

    def _is(self, name: str, place: int, one: Sentence) -> bool:
        return self.rules.at(name, self.own, place, one.end) is not None

    def _has(self, name: str, place: int, one: Sentence) -> bool:
        return self.rules.within(name, self.own, place, one.end) is not None

    def _anywhere(self, name: str) -> bool:
        return self.rules.within(name, self.own, 0, len(self.own)) is not None

    def _embedded(self, place: int, one: Sentence) -> bool:
        return place != one.places[0] and self._is("embedded", place, one)

    def _rhetorical(self, one: Sentence) -> bool:
        return self._is("rhetorical", one.places[0], one)

    def _reported(self, place: int, one: Sentence) -> bool:
        """Whether another's words begin here, as after "she asked:"."""
        return place > one.places[0] and self.rules.within("reports", self.own, one.start, place + 1) is not None
