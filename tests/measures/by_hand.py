"""The measure a second time, by plain loops, dicts and `math.log`: for test_by_hand.py.

Nothing of the measure is called: only its lists of words, its patterns and its weights are read, as they are shipped.
"""

import json
import math
import re
import tomllib
from collections import Counter
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import snowballstemmer

MEASURES = Path(__file__).resolve().parents[2] / "src" / "iq4d" / "measures"
LANGUAGES = MEASURES / "languages"
KINDS = ("grounds", "question", "own_question", "goal", "why")
WORD = r"'?[^\W_]+(?:['\-][^\W_]+)*"


# Words


def straight(text):
    return re.sub("[’‘ʼ`]", "'", text).strip()


def words_of(text):
    return re.findall(WORD, text.lower())


@cache
def lines(language, name):
    told = (LANGUAGES / language / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in told if not line.startswith("#")).split())


@cache
def toml(language, name):
    return tomllib.loads((LANGUAGES / language / f"{name}.toml").read_text("utf-8"))


@cache
def stem(language, word):
    """ "" for a word without content."""
    if word in lines(language, "stopwords") or word.strip("'") in lines(language, "stopwords"):
        return ""
    about = toml(language, "language")
    if word in about["apart"]:
        return about["apart"][word]
    return snowballstemmer.stemmer(about["stemmer"]).stemWord(word.removesuffix("'s").strip("'"))


def own_words(order, language):
    """The texts, without what each copies from somebody else's contribution before it, or from what it answers."""
    texts = [straight(one.text) for one in order]
    own = list(texts)
    spoken = [n for n, text in enumerate(texts) if any(stem(language, word) for word in words_of(text))]
    for n in spoken:
        before = [m for m in spoken if m < n and order[m].speaker != order[n].speaker][-1:]
        answered = [m for m in range(len(order)) if order[m].id == order[n].reply_to]
        for m in dict.fromkeys(before + answered):
            if order[m].speaker != order[n].speaker:
                own[n] = without(own[n], copied(words_of(own[n]), words_of(texts[m])))
    return own


def copied(own, theirs):
    """The places of 5 words in a row that are theirs, and of 3 or more with which both begin or end."""
    runs = [theirs[n : n + 5] for n in range(len(theirs) - 4)]
    found = {n + k for n in range(len(own) - 4) if own[n : n + 5] in runs for k in range(5)}
    for size in range(min(5, len(theirs), len(own) - 1), 2, -1):
        ends = theirs[:size], theirs[-size:]
        if own[:size] in ends:
            return found | set(range(size))
        if own[-size:] in ends:
            return found | set(range(len(own) - size, len(own)))
    return found


def without(text, places):
    spans = [word.span() for word in re.finditer(WORD, text.lower())]
    for n in sorted(places, reverse=True):
        text = text[: spans[n][0]] + text[spans[n][1] :]
    return text.strip()


class Talk:
    """A conversation as a person with a pencil would set it out: turns of (speaker, [(id, text)], follows)."""

    def __init__(self, conversation, language):
        self.title, self.language = straight(conversation.title), language
        order = list(conversation.utterances)
        if all(one.at for one in order):
            order.sort(key=lambda one: (one.at, len(one.id), one.id))
        called = [word for who in conversation.speakers for word in words_of(f"{who.name} {who.id}")]
        for one in order:
            called += [
                word.lower() for word in re.findall(r"(?<![\w.])@([^\W_]+(?:['\-][^\W_]+)*)", straight(one.text))
            ]
        self.names = {form for name in called if len(name) > 1 for form in (name, f"{name}'s", f"{name}s")}
        self.opening = (order[0].id, straight(order[0].text))
        runs, last, said = [], None, set()
        for one, text in zip(order, own_words(order, language), strict=True):
            stems = tuple(self.content(text))
            if not stems or stems in said:
                continue
            if len(stems) >= 5:
                said.add(stems)
            goes_on = (
                last is not None and last.speaker == one.speaker and one.reply_to in (None, last.reply_to, last.id)
            )
            if not goes_on:
                runs.append((one.speaker, [], one.reply_to))
            if stems not in [tuple(self.content(other)) for _, other in runs[-1][1]]:
                runs[-1][1].append((one.id, text))
                last = one
        self.turns, again = [], set()
        for run in runs:
            self.turns.append(run)
            key = run[0], tuple(dict.fromkeys(self.stems(-1)))
            if key in again:
                self.turns.pop()
            again.add(key)
        place = {where: n for n, (_, pieces, _) in enumerate(self.turns) for where, _ in pieces}
        self.follows = [self._follows(n, place) for n in range(len(self.turns))]
        self.saying = [n for n in range(len(self.turns)) if len(set(self.stems(n))) >= 2]

    def _follows(self, n, place):
        speaker, _, reply = self.turns[n]
        earlier = [m for m in range(n) if len(set(self.stems(m))) >= 2]
        if place.get(reply) in earlier:
            return None if self.turns[place[reply]][0] == speaker else place[reply]
        return next((m for m in reversed(earlier) if self.turns[m][0] != speaker), None)

    def content(self, text):
        return [s for word in words_of(text) if word not in self.names and (s := stem(self.language, word))]

    def telling(self, text):
        common = lines(self.language, "common")
        return [
            s
            for word in words_of(text)
            if word not in self.names
            and (s := stem(self.language, word))
            and word.strip("'") not in common
            and not word.strip("'")[0].isdigit()
        ]

    def stems(self, n):
        return [s for _, text in self.turns[n][1] for s in self.content(text)]


def overlap(one, other, weight):
    shared = sum(weight(word) for word in one & other)
    most = min(sum(map(weight, one)), sum(map(weight, other)))
    return math.log(1 + shared) / math.log(1 + most) if most else 0.0


def weights(sets):
    holds = Counter(word for one in sets for word in one)
    return lambda word: math.log(1 + len(sets) / holds[word]) if holds[word] else 1.0


# Indicators


def uptake_by_hand(talk):
    content = [set(talk.stems(n)) for n in talk.saying]
    every = [{w for _, text in talk.turns[n][1] for w in words_of(text)} - talk.names for n in talk.saying]
    in_content, in_every = weights(content), weights(every)
    size, found = len(talk.saying), []
    steps = sorted({k * size // 7 for k in range(1, 7)})
    for i, n in enumerate(talk.saying):
        if talk.follows[n] is None:
            continue
        j = talk.saying.index(talk.follows[n])

        def alike(k, i=i):
            return (overlap(content[i], content[k], in_content) + overlap(every[i], every[k], in_every)) / 2

        others = [(i + step) % size for step in steps]
        who = [talk.turns[m][0] for m in talk.saying]
        decoys = [k for k in others if abs(k - i) > 1 and k != j and who[k] != who[i]]
        chance = sum(map(alike, decoys)) / len(decoys) if decoys else 0.0
        found.append(alike(j) - chance)
    return sum(found) / len(found)


def focus_by_hand(talk, stated):
    """stated: the contributions that state the purpose."""
    said = {where: text for _, pieces, _ in talk.turns for where, text in pieces}
    terms = list(dict.fromkeys(talk.telling(" . ".join([talk.title, *(said[one] for one in stated)]))))[:40]
    turns = [n for n in talk.saying if talk.turns[n][1][0][0] not in stated]
    sets = [{s for _, text in talk.turns[n][1] for s in talk.telling(text)} for n in turns]
    weight = weights(sets)
    plain = Talk.__new__(Talk)
    plain.language, plain.names = talk.language, set()
    told = [plain.telling(straight(purpose)) for purpose in toml(talk.language, "purposes")["purposes"]]
    decoys = []
    for n in range(len(told)):
        onward = [word for purpose in told[n:] + told[:n] for word in purpose]
        decoys.append(set(list(dict.fromkeys(onward))[: len(terms)]))
    found = []
    for one in sets:
        chance = sum(overlap(one, decoy, weight) for decoy in decoys) / len(decoys)
        found.append(overlap(one, set(terms), weight) - chance)
    return sum(found) / len(found)


@cache
def cues(language, kind):
    """One pattern of all cues of a kind."""
    rules = [
        f"(?P<{rule}>{'|'.join(patterns)})".replace(" ", r"\s+")
        for rule, patterns in toml(language, "cues")[kind].items()
    ]
    return re.compile(rf"(?<![\w'])(?:{'|'.join(rules)})(?!\w)", re.IGNORECASE)


def hits(talk, n, kind):
    """(contribution, rule, begin, end) of the cues in a turn, with the turn's text."""
    pieces, text, found = talk.turns[n][1], "", []
    begins = []
    for k, (_, said) in enumerate(pieces):
        begins.append(len(text))
        goes_on = k + 1 < len(pieces) and not said.endswith((".", "!", "?", "…"))
        text += said + (" " if goes_on else "\n")
    end = 0
    for k, begin in enumerate(begins):
        until = begins[k + 1] if k + 1 < len(begins) else len(text)
        for hit in cues(talk.language, kind).finditer(text[begin:].rstrip("\n")):
            if begin + hit.start() >= end and begin + hit.start() < until:
                end = begin + hit.end()
                found.append((pieces[k][0], hit.lastgroup, begin + hit.start(), end))
    return found, text


def grounds_by_hand(talk):
    said, forms, found = set(), Counter(), []
    for n in talk.saying:
        given = 0
        cued, text = hits(talk, n, "grounds")
        ends = [end.end() for end in re.finditer(r"(?<=[.!?…])[\"')\]]*\s+|\n+", text)] + [len(text)]
        for k, (_, rule, begin, end) in enumerate(cued):
            stop = min([one for one in ends if one > end] + [hit[2] for hit in cued[k + 1 :]] + [len(text)])
            content = [
                s
                for word in words_of(text[end:stop])[:12]
                if word not in talk.names and (s := stem(talk.language, word))
            ]
            form = text[begin:end].lower()
            if len(content) < 2 and "://" not in form:
                continue
            key = rule, tuple(content) or form
            if key in said or forms[form] >= max(3, len(talk.saying) // 10):
                continue
            said.add(key)
            forms[form] += 1
            given += 1
        found.append(min(1, given / max(1, len(talk.stems(n)) / 8)))
    return sum(found) / len(found)


# Heads


def code(word):
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


A, B, C = 0xD6E8FEB86659FD93, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F


@cache
def in_english(language):
    return {} if language == "en" else dict(pair.split(":", 1) for pair in lines(language, "in_english"))


def read_as(talk, word, topics):
    language, english = talk.language, in_english(talk.language)
    if word in talk.names:
        return "<name>"
    if word == "?":
        return "?"
    if any(map(str.isdigit, word)):
        return "<number>"
    if word in english:
        return english[word]
    if word in lines(language, "stopwords") or word in lines(language, "common"):
        return word if language == "en" else "<function>"
    if len(word) == 1:
        return "<letter>"
    return "<topic>" if stem(language, word) in topics else "<content>"


@cache
def head_as_shipped(name):
    return json.loads((MEASURES / "heads" / f"{name}.json").read_text("utf-8"))


def chances(talk, name):
    """By contribution the chance that a head sees."""
    weights, bias = head_as_shipped(name)["weights"], head_as_shipped(name)["bias"]
    return {
        where: 1
        / (1 + math.exp(-bias - sum(weights.get(str(place), 0) for place in places) / math.sqrt(2 * words + 1)))
        for where, (places, words) in places_of(talk).items()
    }


def places_of(talk):
    """By contribution the places of its words, pairs and what stands beside them, and how many words are read."""
    users = {}
    for n in range(len(talk.turns)):
        for s in talk.stems(n):
            users.setdefault(s, set()).add(talk.turns[n][0])
    topics = {s for s, who in users.items() if len(who) > 1}
    found = {}
    for n in range(len(talk.turns)):
        fired = {(where, f"§{kind}.{rule}") for kind in KINDS for where, rule, _, _ in hits(talk, n, kind)[0]}
        for where, text in talk.turns[n][1]:
            said = re.findall(rf"\?|{WORD}", text.lower())
            read, beside, run = [], [], 0
            for word in said:
                as_what = read_as(talk, word, topics)
                whole = as_what.startswith("<") and as_what != "<function>"
                run = 0 if whole else run + 1
                if run <= 7:
                    read.append(as_what)
                if as_what in ("<topic>", "<content>") and talk.language == "en" and word not in beside:
                    beside.append(word)
            framed = ["<", *read, ">"]
            places = [code(word) * A % 2**64 >> 48 for word in read]
            places += [(code(a) * B + code(b) * C) * A % 2**64 >> 48 for a, b in pairwise(framed)]
            places += [
                code(one) * C * A % 2**64 >> 48 for one in [*beside, *(rule for at, rule in fired if at == where)]
            ]
            found[where] = places, len(read)
    return found


def on_task_by_hand(talk):
    chance, card = chances(talk, "off"), head_as_shipped("off")["card"]
    seen = sum(min(chance[where] for where, _ in pieces) >= 0.5 for _, pieces, _ in talk.turns)
    usual = json.loads((MEASURES / "reference.json").read_text("utf-8"))["heads"]["off"]["mean"]
    seen = (seen + 7 * usual) / (len(talk.turns) + 7)
    right, spared = card["across groups"]["sensitivity"], card["across groups"]["specificity"]
    return 1 - min(1, max(0, (seen + spared - 1) / (right + spared - 1)))
