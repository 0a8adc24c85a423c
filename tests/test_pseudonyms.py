"""With pseudonyms no speaker's name is left, wherever and however it stands in what was written or declared."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.conversation import (
    Conversation,
    Declared,
    DeclaredDeed,
    Intention,
    Purpose,
    Speaker,
    Takeaway,
    Utterance,
    conversation,
)
from iq4d.pseudonyms import CODES, IDS, pseudonymous
from iq4d.readers import Reading, read
from readers.small_exports import SAMPLES

_tag = re.compile(r"<[^>]*>")


def of(source: str, name: str, markup: str = "text", title: str = "", id: str = "s-9") -> Conversation:
    """Xenia opens, and somebody called `name` writes `source`."""
    text = unescape(_tag.sub("", source))
    return Conversation(
        "c", title,
        (Utterance("1", "a", "Hello", source="Hello"), Utterance("2", id, text, source=source, markup=markup)),
        (Speaker("a", "Xenia"), Speaker(id, name)), origin="https://forum.example/t/1",
    )  # fmt: skip


def shown(told: Conversation) -> str:
    """Everything of it that is stored or shown."""
    words = [f"{u.text}\n{u.source}\n{unescape(u.source)}" for u in told]
    return "\n".join([told.title, told.origin, *(s.name for s in told.speakers), *words])


@pytest.mark.parametrize(
    ("name", "markup", "source"),
    [
        ("Ada de Wit", "text", "Thanks Ada de Wit! And ADA DE WIT again, ada  de\nwit"),
        ("Ada de Wit", "text", "Thanks Ada, said Wit."),
        ("Ada", "text", "Ada's question. (Ada) Ada, @Ada: ada"),
        ("ada_w", "markdown", r"ask ada\_w or @ada_w"),
        ("Ada", "markdown", "what _Ada_ and **Ada** and __Ada__ said"),
        ("Ada", "markdown", "[her](https://forum.example/u/ada) and <https://forum.example/u/ada>"),
        ("André", "html", "<p>Andr&eacute; and Andr&#233; and Andr&#xE9; and Andre\u0301</p>"),
        ("André", "markdown", "Andr&eacute; wrote"),
        ("André", "html", '<a href="https://forum.example/u/Andr%C3%A9">him</a>'),
        ("André", "html", '<a href="https://forum.example/u/andr&eacute;" title="x">him</a>'),
        ("Ada", "html", '<aside data-username="ada"><b title="from Ada">Ada</b>: <!-- Ada --></aside>'),
        ("Straße", "text", "Straße and STRAßE"),
        ("O'Neill", "html", "<p>O'Neill and O&#39;Neill</p>"),
        ("Müller", "text", "Mu\u0308ller"),
        ("李小明", "text", "谢谢 李小明 !"),
        ("A.B. (teacher)", "text", "as A.B. (teacher) said"),
    ],
)
def test_a_name_is_gone(name: str, markup: str, source: str) -> None:
    looks = re.compile("|".join(map(re.escape, [name, name.split()[0]])), re.IGNORECASE)
    before = of(source, name, markup)
    after = shown(pseudonymous(before, "Participant"))
    assert not looks.search(after), after
    for trace in ("%C3%A9", "Andr", "eacute", "&#233;", "Mu\u0308ller", "ada", r"ada\_w"):
        assert trace.lower() not in after.lower()
    assert "Participant" in after or "him" in after or "her" in after


def test_what_is_left_is_what_was_written() -> None:
    words = "<p>Why <em>now</em>? &lt;b&gt; &amp; 3 &gt; 2, <a href='https://example.org/x'>see</a></p>"
    after = pseudonymous(of(words, "Ada", "html"), "Participant")
    assert after.utterances[1].source == words
    assert (
        pseudonymous(of("Thanks Ada, and Bea", "Ada"), "Deelnemer").utterances[1].text == "Thanks Deelnemer 2, and Bea"
    )


def test_an_ordinary_word_is_no_name() -> None:
    """A part of a name counts where it is written as a name, and never inside another word."""
    after = pseudonymous(of("It will be wit; the Canada road", "Will Ada Wit"), "Participant")
    assert after.utterances[1].text == "It will be wit; the Canada road"


def test_two_of_one_first_name_are_not_mixed_up() -> None:
    told = Conversation(
        "c", "", (Utterance("1", "a", "Ann?"), Utterance("2", "b", "Ann Smith and Ann Jones")),
        (Speaker("a", "Ann Smith"), Speaker("b", "Ann Jones")),
    )  # fmt: skip
    texts = [u.text for u in pseudonymous(told, "Participant")]
    assert texts == ["Participant?", "Participant 1 and Participant 2"]


def test_address_title_and_what_was_declared_go_too() -> None:
    told = of("Hello", "Ada", title="For Ada").with_declared(Declared(purpose=Purpose("to help Ada")))
    after = pseudonymous(told, "Participant")
    assert (after.title, after.origin, after.declared) == ("For Participant 2", "", Declared())


name_parts = st.text(st.sampled_from("abcdeéßİıøñĳ'-._ "), min_size=3, max_size=12)
surroundings = st.text(st.sampled_from(" .,;:!?()*_-\n\"'"), max_size=3)


@given(name_parts, surroundings, surroundings, st.sampled_from(["text", "markdown", "html"]))
def test_no_name_of_any_shape_is_left(name: str, before: str, after: str, markup: str) -> None:
    """Standing on its own between blanks or signs."""
    name = name.strip()
    if len(name) < 3 or not (name[0].isalpha() and name[-1].isalpha()):
        return
    told = pseudonymous(of(f"{before} {name} {after}", name, markup, id="u1"), "Q")
    assert name not in shown(told)


def talk_of(*turns: tuple[Speaker, str], title: str = "", others: tuple[Speaker, ...] = ()) -> Conversation:
    utterances = tuple(Utterance(str(n), who.id, words, source=words) for n, (who, words) in enumerate(turns, 1))
    speakers = tuple(dict.fromkeys(who for who, _ in turns))
    return Conversation("c", title, utterances, speakers, others=others)


ADA = Speaker("u1", "Raymond Hill", ("gorhill", "Ray-H"))
BUSTER = Speaker("u2", "Theme Buster", ("tb",))


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("text", "Dear Gorhill, GORHILL: @gorhill! ray-h? RaymondHill and raymond hill"),
        ("markdown", '[quote="gorhill, post:3, topic:1"] [x](/u/gorhill/summary) see https://f.example/u/Gorhill'),
        ("markdown", "Hill’s thread, Raymonds thread, Hills thread"),
        ("html", '<aside class="quote" data-username="gorhill"><div class="title"> gorhill:</div></aside>'),
        ("html", '<aside class="quote"><div class="title"><img src="/ava/gorhill/40.png"> Gorhill:</div></aside>'),
        ("html", '<a class="mention" href="/u/gorhill">@gorhill</a> <a href="/x/raymond-hill">x</a>'),
    ],
)
def test_every_name_somebody_is_known_by_is_gone(markup: str, source: str) -> None:
    """Also of somebody who said nothing here."""
    for told in (
        replace(of(source, "", markup, title="With gorhill"), speakers=(Speaker("a", "Xenia"), replace(ADA, id="s-9"))),
        replace(of(source, "", markup, title="With gorhill"), others=(ADA,)),
    ):
        after = pseudonymous(told, "Participant")
        assert not re.search("gorhill|ray|hill", shown(after), re.IGNORECASE), shown(after)
        assert not re.search("gorhill|ray|hill", repr(after), re.IGNORECASE)
        assert after.others == ()


def test_a_name_of_two_people_is_neither() -> None:
    told = talk_of((Speaker("u1", "Ada", ("al",)), "Hello"), (Speaker("u2", "Bea", ("Ada",)), "Hi Ada and Bea"))
    assert pseudonymous(told, "P").utterances[1].text == "Hi P and P 2"


@pytest.mark.parametrize(
    ("title", "words", "title_after", "words_after"),
    [
        (
            "WP 6 Theme block",
            "Which theme is it? Theme or not.",
            "WP 6 Theme block",
            "Which theme is it? Theme or not.",
        ),
        ("All About The Theme", "the theme", "All About The Theme", "the theme"),
        ("Help For Theme", "Who helps?", "Help For P 2", "Who helps?"),  # nothing says that it is no name
        ("Theme asks", "the theme, dear Theme", "P 2 asks", "the theme, dear P 2"),  # it is used as a name
        ("Buster", "Theme Buster, theme buster, Buster.", "P 2", "P 2, P 2, P 2."),
        ("x", "Does it? It does. DOES it", "x", "Does it? It does. DOES it"),
    ],
)
def test_an_ordinary_word_stays_where_it_is_no_name(title: str, words: str, title_after: str, words_after: str) -> None:
    doe = Speaker("u3", "Jane Doe")
    told = talk_of((ADA, "Well?"), (BUSTER, words), (doe, "So."), title=title)
    after = pseudonymous(told, "P")
    assert (after.title, after.utterances[1].text) == (title_after, words_after)


@given(st.lists(st.text(st.sampled_from("abdeéßAB.-_ 7"), min_size=3, max_size=10), min_size=1, max_size=4), st.data())
def test_no_alias_of_anybody_is_left(names: list[str], data: st.DataObject) -> None:
    """Every name, in any case, standing on its own in title, words and quotation, of speakers and others."""
    names = [name.strip() for name in names]
    names = [name for name in names if len(name) >= 3 and name[0].isalpha() and name[-1].isalpha()]
    if not names:
        return
    cut = data.draw(st.integers(0, len(names)))
    who, other = Speaker("u1", "", tuple(names[:cut])), Speaker("u2", "", tuple(names[cut:]))
    written = [data.draw(st.sampled_from([name, name.upper(), name.lower()])) for name in names]
    words = " ; ".join(written)
    html = "".join(f'<aside data-username="{one}"> {one}: <a href="/u/{one}">@{one}</a></aside>' for one in written)
    told = talk_of((who, words), title=words, others=(other,))
    told = replace(told, utterances=(replace(told.utterances[0], source=html, markup="html"),))
    after = shown(pseudonymous(told, "Q"))
    for name in written:
        assert not re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", after), (name, after)


def names_left(told: Conversation) -> list[str]:
    """Names of anybody that still stand in a conversation after pseudonyms."""
    after = pseudonymous(told, "Participant")
    words = shown(after) + repr(after)
    everybody = [name for s in (*told.speakers, *told.others) for name in (s.name, *s.aliases) if len(name) >= 3]
    return [name for name in everybody if re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", words, re.IGNORECASE)]


@pytest.mark.parametrize("reader", SAMPLES, ids=lambda reader: reader.name)
def test_no_name_is_left_of_any_reader(reader: Any, tmp_path: Path) -> None:
    """Everybody greets everybody, by every name the export gives."""
    for told in reader.read(SAMPLES[reader](tmp_path), Reading()):
        everybody = (*told.speakers, *told.others)
        names = [name for s in everybody for name in (s.name, *s.aliases) if name]
        assert names
        hello = " ".join(f"Hi {name}, @{name}: {name.upper()}" for name in names)
        loud = tuple(replace(u, text=hello, source=hello, markup="markdown") for u in told)
        assert names_left(replace(told, title=hello, utterances=loud)) == []


def test_no_name_is_left_in_a_topic_of_others(shared: Path) -> None:
    path = shared / "samples/discourse/chaoss__grimoirelab-perceval/discourse/discourse_topic_1148.json"
    (told,) = read(path)
    assert len(told.speakers) + len(told.others) >= 29
    assert "gorhill" in shown(told)
    assert names_left(told) == []
    after = shown(pseudonymous(told, "Participant"))
    assert not re.search("gorhill|raymond|asuka|langley|benton", after, re.IGNORECASE)
    assert "Dear Participant 1" in after


def test_a_crowd_takes_a_moment() -> None:
    crowd = tuple(Speaker(f"u{n}", f"Name{n} Last{n % 700}", (f"login{n}", f"n.{n}")) for n in range(20_000))
    turns = [(crowd[n], f"Dear Name{n + 1}, what do you and @login{n} think of it?") for n in range(3_000)]
    began = time.monotonic()
    after = pseudonymous(talk_of(*turns, others=crowd[3_000:]), "P")
    assert time.monotonic() - began < 15
    assert after.utterances[7].text == "Dear P 9, what do you and P 8 think of it?"


@pytest.mark.parametrize("piece", ["<", "<a ", "Ada ", "a.b.", "&#", "(*_", "](/", "https://x/ada ", "@", "\\"])
@pytest.mark.parametrize("markup", ["html", "markdown"])
def test_words_made_to_take_long_take_a_moment(piece: str, markup: str) -> None:
    words = piece * (100_000 // len(piece))
    told = of("", "Ada " * 70 + "q", markup)
    told = replace(told, utterances=(Utterance("1", "a", words, source=words, markup=markup),))
    began = time.monotonic()
    pseudonymous(told, "P")
    assert time.monotonic() - began < 10


# What was declared


def every_record() -> Iterator[tuple[str, type]]:
    """(field of `Declared`, kind of record), by what the annotations say: also of one that is still to come."""
    for name, hint in get_type_hints(Declared).items():
        kinds = [kind for kind in inside(hint) if is_dataclass(kind)]
        if kinds:
            yield name, kinds[0]


def inside(hint: Any) -> list[Any]:
    return [hint, *(deeper for one in get_args(hint) for deeper in inside(one))]


def filled(kind: type, words: str) -> Any:
    """A record with `words` in everything that may hold words, and Bob's ids in the rest."""
    values: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        kinds = inside(hint)
        if name in IDS:
            values[name] = "Bob" if name in {"speaker", "by", "buddy", "from_speaker"} else "2"
        elif str in kinds and get_origin(hint) in (None, UnionType):
            values[name] = words
        elif bool in kinds:
            values[name] = True
        elif int in kinds:
            values[name] = 1
        elif datetime in kinds:
            values[name] = datetime(2026, 3, 1, tzinfo=UTC)
    return kind(**values)


@pytest.mark.parametrize(("field", "kind"), list(every_record()), ids=lambda one: one if isinstance(one, str) else "")
def test_no_name_is_left_in_any_word_that_was_declared(field: str, kind: type) -> None:
    """Walks over the fields of every record: a new one that holds words is covered, or fails here."""
    one = filled(kind, "Xenia asks Bob")
    declared = Declared(**{field: one if field == "purpose" else (one,)})
    talk = conversation([("Xenia", "Why?"), ("Bob", "So.")]).with_declared(declared)
    kept = pseudonymous(talk, "Participant", keep_declared=True).declared
    after = getattr(kept, field) if field == "purpose" else getattr(kept, field)[0]
    for name in (each.name for each in fields(kind)):
        said = getattr(after, name)
        if (kind.__name__, name) in CODES:
            assert said == "Xenia asks Bob", "a code of a few fixed values stays as it is"
        elif name in IDS:
            assert said in {"participant-2", "2"}
        elif isinstance(said, str):
            assert said == "Participant 1 asks Participant 2", (kind, name)
        else:
            assert "Xenia" not in repr(said)


def test_every_field_of_what_is_declared_is_known() -> None:
    """A field of `Declared` is a record, rows of them, or pairs and sets of ids and kinds."""
    records = {name for name, _ in every_record()}
    assert {one.name for one in fields(Declared)} - records == {"invited", "kinds", "answers"}
    sets = {
        (kind.__name__, name)
        for _, kind in every_record()
        for name, hint in get_type_hints(kind).items()
        if str in inside(hint) and get_origin(hint) not in (None, UnionType)
    }
    assert sets == {("Phase", "allows"), ("Phase", "utterances")}, "kinds and ids; words in a set are not looked for"


def test_what_ada_declared_goes_along_without_her_name() -> None:
    talk = conversation([("Ada de Wit", "Bob, when?"), ("Bob", "In May.")]).with_declared(
        Declared(
            purpose=Purpose("So that Ada can go on", for_whom="Bob's team"),
            intentions=(Intention("Cas Vos", seeks="to hear Ada"),),
            invited=frozenset({"Bob", "Dewi Sari"}),
            answers=(("2", "1"),),
            deeds=(DeclaredDeed("d-1", "Bob", "ask Cas Vos", if_then="If Ada nods", buddy="Ada de Wit"),),
            takeaways=(Takeaway("Ada de Wit", "Dewi is right", from_speaker="Bob", from_utterance="2"),),
        )
    )
    after = pseudonymous(talk, "Deelnemer", keep_declared=True)
    told = after.declared
    assert told.purpose == Purpose("So that Deelnemer 1 can go on", for_whom="Deelnemer 2's team")
    assert told.intentions == (Intention("participant-3", seeks="to hear Deelnemer 1"),)
    assert told.invited == {"participant-2", "participant-4"}
    assert told.answers == (("2", "1"),)
    assert told.deeds is not None
    assert told.deeds[0] == DeclaredDeed(
        "d-1", "participant-2", "ask Deelnemer 3", if_then="If Deelnemer 1 nods", buddy="participant-1"
    )
    assert told.takeaways[0].text == "Dewi is right", "of who never spoke only the id is known: no part of it is a name"
    assert [utterance.id for utterance in after] == ["1", "2"]
    assert len(after.speakers) == 2, "who never spoke is counted by nobody"


def test_that_there_are_no_deeds_stays_known() -> None:
    talk = conversation([("Ada", "Hello")])
    for deeds in (None, ()):
        assert pseudonymous(talk.with_declared(Declared(deeds=deeds)), "P", keep_declared=True).declared.deeds == deeds


def test_a_name_in_what_was_declared_shows_that_a_word_is_a_name() -> None:
    """'theme' stands in lower case in the talk; a purpose that says 'dear Theme' settles it."""
    talk = talk_of((BUSTER, "the theme. Theme?"), (ADA, "Well"))
    talk = talk.with_declared(Declared(purpose=Purpose("Help us, dear Theme")))
    assert pseudonymous(talk, "P", keep_declared=True).utterances[0].text == "the theme. P 1?"
    assert pseudonymous(talk, "P").utterances[0].text == "the theme. Theme?"


def test_the_same_numbers_in_every_process() -> None:
    """A set of invited people has another order each time; their numbers have not."""
    talk = conversation([("Ada", "Hi")]).with_declared(Declared(invited=frozenset(f"guest-{n}" for n in range(30))))
    one = pseudonymous(talk, "P", keep_declared=True)
    assert one.declared.invited == {f"participant-{n}" for n in range(2, 32)}
