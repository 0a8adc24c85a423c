"""With pseudonyms no speaker's name is left, wherever and however it stands in what was written."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance
from iq4d.web.imports.pseudonyms import pseudonymous
from iq4d.web.ui.markup import rendered

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
    words = [f"{u.text}\n{u.source}\n{rendered(u.source, u.markup)}" for u in told]
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
