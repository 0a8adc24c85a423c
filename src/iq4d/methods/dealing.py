"""Who gets whose card. Pure: the same people, cards and seed give the same deal."""

from __future__ import annotations

import hashlib
import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence

__all__ = ["Distance", "dealt"]

Distance = Callable[[str, str], float]


def dealt(
    rule: str,
    people: Sequence[str],
    cards: Mapping[str, str],
    *,
    each: int = 1,
    seed: str = "",
    distance: Distance | None = None,
) -> dict[str, tuple[str, ...]]:
    """A number of cards for every person, never their own and never one twice.

    rule: "not_own" (random), "balanced" (every card is seen about equally often: where nobody's own cards stand in the
    way no two cards differ by more than one) or "farthest" (the cards whose authors stand farthest, by `distance`
    between two people; of equals the one seen least; without one, balanced). cards: card to author. each: cards per
    person, fewer where there are not enough of others. seed: any text. Raises ValueError for another rule.

    >>> dealt("balanced", ["ada", "bob"], {"1": "ada", "2": "bob"})
    {'ada': ('2',), 'bob': ('1',)}
    """
    if rule not in ("not_own", "balanced", "farthest"):
        raise ValueError(f"no rule for dealing is called {rule!r}")
    chance = random.Random(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))  # noqa: S311 - no secret
    order = sorted(people)
    chance.shuffle(order)
    pack = sorted(cards)
    chance.shuffle(pack)
    seen = dict.fromkeys(pack, 0)
    hands: dict[str, list[str]] = {person: [] for person in people}
    if rule == "balanced" or (rule == "farthest" and distance is None):
        _balanced(order, pack, cards, each, hands, seen)
        return {person: tuple(hand) for person, hand in hands.items()}
    for _ in range(each):
        for person in order:
            left = [card for card in pack if cards[card] != person and card not in hands[person]]
            if not left:
                continue
            if distance is None or rule == "not_own":
                card = chance.choice(left)
            else:
                card = max(left, key=lambda card, me=person: (distance(me, cards[card]), -seen[card]))  # type: ignore[misc]
            hands[person].append(card)
            seen[card] += 1
    return {person: tuple(hand) for person, hand in hands.items()}


def _balanced(
    order: Sequence[str],
    pack: Sequence[str],
    cards: Mapping[str, str],
    each: int,
    hands: dict[str, list[str]],
    seen: dict[str, int],
) -> None:
    """From one pile around the table: who may not have the upper card takes the next, and it waits for another."""
    pile = deque(pack)
    for _ in range(each):
        for person in order:
            place = next((n for n, card in enumerate(pile) if cards[card] != person and card not in hands[person]), -1)
            if place < 0:
                continue
            card = pile[place]
            del pile[place]
            pile.append(card)
            hands[person].append(card)
            seen[card] += 1
        _even(hands, cards, seen)


def _even(hands: dict[str, list[str]], cards: Mapping[str, str], seen: dict[str, int]) -> None:
    """Exchange a card seen too often for one seen too little, as long as that helps."""
    for _ in range(len(seen) * len(hands) + 1):
        swap = _swap(hands, cards, seen)
        if swap is None:
            return
        person, out, into = swap
        hands[person][hands[person].index(out)] = into
        seen[out] -= 1
        seen[into] += 1


def _swap(
    hands: Mapping[str, list[str]], cards: Mapping[str, str], seen: Mapping[str, int]
) -> tuple[str, str, str] | None:
    most = max(seen.values(), default=0)
    for into in sorted((card for card in seen if most - seen[card] > 1), key=lambda card: (seen[card], card)):
        for person, hand in sorted(hands.items()):
            if cards[into] == person or into in hand:
                continue
            for out in hand:
                if seen[out] - seen[into] > 1:
                    return person, out, into
    return None
