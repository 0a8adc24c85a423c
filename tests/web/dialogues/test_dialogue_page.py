"""A dialogue on the page: what was said, by whom, under what, and no more queries for more of it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import cast
from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import keep_conversation, prepared, remove_dialogue
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.queries import WINDOW
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada)


def long(count: int) -> Conversation:
    """Everybody answers the one before, in two voices."""
    return cast.talk(*[("Ann" if n % 2 else "Ben", f"Words {n}", max(1, n - 1)) for n in range(1, count + 1)])


def numbers_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="contribution" id="c-(\d+)"', page)]


def test_a_conversation_is_kept_whole(ada: Person, circle: Circle) -> None:
    told = Conversation(
        id="t-1",
        title="Why do we meet?",
        language="nl",
        expected=9,
        origin="https://example.org/t/1",
        speakers=(Speaker("a", "Ann"), Speaker("b", "Ben"), Speaker("c", "Cis, who only listened")),
        utterances=(
            Utterance("x", "b", "Because.", cast.NOW, None, "<p>Because.</p>", "html"),
            Utterance("y", "a", "*Why*?", None, "x", "*Why*?", "markdown"),
            Utterance("z", "b", "So", cast.NOW, "gone", "", "text"),
        ),
        declared=Declared(purpose=Purpose("to learn", "all", "we know", "the rest")),
    )
    dialogue = cast.dialogue(circle, told, ada)
    assert (dialogue.title, dialogue.language, dialogue.expected, dialogue.origin) == (
        "Why do we meet?", "nl", 9, "https://example.org/t/1",
    )  # fmt: skip
    assert (dialogue.contribution_count, dialogue.participant_count) == (3, 2)
    rows = Contribution.objects.filter(dialogue=dialogue).order_by("top", "branch", "number")
    assert list(rows.values_list("number", "level", "answers", "participant__name")) == [
        (1, 0, None, "Ben"), (2, 1, 1, "Ann"), (3, 0, None, "Ben"),
    ]  # fmt: skip
    assert [row.html for row in rows] == ["<p>Because.</p>", "<p><em>Why</em>?</p>\n", "<p>So</p>"]
    assert [row.source for row in rows] == ["<p>Because.</p>", "*Why*?", "So"]
    assert Entry.objects.filter(verb="dialogues.kept", subject=f"dialogue:{dialogue.pk}").count() == 1
    again = as_conversation(dialogue)
    assert [(u.id, u.speaker, u.text, u.at, u.reply_to) for u in again] == [
        ("1", "1", "Because.", cast.NOW, None), ("2", "2", "*Why*?", None, "1"), ("3", "1", "So", cast.NOW, None),
    ]  # fmt: skip
    assert {speaker.name for speaker in again.speakers} == {"Ann", "Ben", "Cis, who only listened"}
    assert again.declared.purpose == Purpose("to learn", "all", "we know", "the rest")


def test_ada_reads_who_answers_whom(ada: Person, circle: Circle) -> None:
    talk = cast.talk(("Ann", "One"), ("Ben", "Two", 1), ("Cis", "Three", 2), ("Ann", "Four", 3), ("Ben", "Five"))
    page = cast.signed_in(ada).get(cast.dialogue(circle, talk, ada).get_absolute_url()).content.decode()
    assert numbers_on(page) == [1, 2, 3, 4, 5]
    assert page.count('<ol class="replies">') == 2
    assert re.search(r'class="contribution-to"[^>]*>\s*to <a href="#c-3">Cis</a>', page), "a deeper reply says to whom"
    assert "5 contributions" in page
    assert "3 participants" in page


def test_a_participant_without_a_name_has_a_number(ada: Person, circle: Circle) -> None:
    talk = Conversation("c", "T", (Utterance("1", "s", "Hello"),), (Speaker("s"),))
    dialogue = cast.dialogue(circle, talk, ada)
    assert "Participant 1" in cast.signed_in(ada).get(dialogue.get_absolute_url()).content.decode()
    dutch = cast.signed_in(ada)
    dutch.post("/language/", {"language": "nl"})
    assert "Deelnemer 1" in dutch.get(dialogue.get_absolute_url()).content.decode()


def test_a_long_dialogue_comes_in_pages(ada: Person, circle: Circle) -> None:
    dialogue = cast.dialogue(circle, long(2 * WINDOW + 3), ada)
    at, browser = dialogue.get_absolute_url(), cast.signed_in(ada)
    pages = [browser.get(f"{at}?page={page}").content.decode() for page in (1, 2, 3)]
    assert [len(numbers_on(page)) for page in pages] == [WINDOW, WINDOW, 3]
    assert sorted(numbers_on("".join(pages))) == list(range(1, 2 * WINDOW + 4))
    assert numbers_on(browser.get(at).content.decode()) == numbers_on(pages[0])
    assert "Page 2 of 3" in pages[1]
    assert browser.get(f"{at}?page=4").status_code == 404


def test_a_link_to_a_contribution_finds_its_page(ada: Person, circle: Circle) -> None:
    dialogue = cast.dialogue(circle, long(WINDOW + 20), ada)
    at, browser = dialogue.get_absolute_url(), cast.signed_in(ada)
    for number in (1, WINDOW, WINDOW + 1, WINDOW + 20):
        address = browser.get(f"{at}c/{number}/")["Location"]
        assert address.endswith(f"#c-{number}")
        assert number in numbers_on(browser.get(address.split("#")[0]).content.decode())
    for nowhere in (0, WINDOW + 21, 10**12, 10**25):
        assert browser.get(f"{at}c/{nowhere}/").status_code == 404


def test_2000_contributions_take_as_many_queries_as_20(ada: Person, circle: Circle) -> None:
    counts = {}
    for size in (20, 2_000):
        dialogue = cast.dialogue(circle, long(size), ada)
        cast.work()
        browser = cast.signed_in(ada)
        for page in (1, 2) if size > WINDOW else (1,):
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(f"{dialogue.get_absolute_url()}?page={page}").status_code == 200
            counts[size, page] = len(asked)
    assert max(counts.values()) - min(counts.values()) <= 1, "at most the names of who is answered on another page"
    assert max(counts.values()) <= 12, counts


def test_html_is_made_on_write_and_only_then(ada: Person, circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    from iq4d.web.ui import markup

    made: list[str] = []
    real = markup.sanitised
    monkeypatch.setattr(markup, "sanitised", lambda html: made.append(html) or real(html))
    dialogue = cast.dialogue(circle, cast.talk(("Ann", "One"), ("Ben", "Two")), ada)
    assert len(made) == 2
    cast.signed_in(ada).get(dialogue.get_absolute_url())
    assert len(made) == 2


def test_an_empty_conversation_has_a_page(ada: Person, circle: Circle) -> None:
    dialogue = cast.dialogue(circle, Conversation("e", "", (), ()), ada)
    cast.work()
    browser = cast.signed_in(ada)
    for address in ("", "mirror/"):
        assert browser.get(f"{dialogue.get_absolute_url()}{address}").status_code == 200
    in_circle = browser.get(circle.get_absolute_url()).content.decode()
    assert re.search(rf'href="{dialogue.get_absolute_url()}"[^>]*>\s*[^<\s]', in_circle), "a link needs words"


def test_any_script_and_any_emoji(ada: Person, circle: Circle) -> None:
    words = "👩‍👩‍👧 ja! مرحبا 李明 ẞ \u202eabc\u202c ¶ <b>not bold</b> & 𝄞"
    dialogue = cast.dialogue(circle, cast.talk(("Ann 🎓", words), title=words), ada)
    page = cast.signed_in(ada).get(dialogue.get_absolute_url()).content.decode()
    assert "👩‍👩‍👧 ja! مرحبا 李明 ẞ" in page
    assert "&lt;b&gt;not bold&lt;/b&gt; &amp; 𝄞" in page
    assert "<b>not bold" not in page
    assert "Ann 🎓" in page


def test_what_goes_in_too_long_is_cut_where_the_column_ends(ada: Person, circle: Circle) -> None:
    """PostgreSQL would refuse what SQLite lets pass: every column is held to its length."""
    talk = cast.talk(("N" * 500, "Words"), title="T" * 900, language="x-very-long-language", origin="o" * 900)
    dialogue = cast.dialogue(circle, talk, ada)
    for row in (dialogue, Participant.objects.get(dialogue=dialogue)):
        for column in row._meta.fields:
            longest = getattr(column, "max_length", None)
            value = getattr(row, column.attname)
            assert longest is None or not isinstance(value, str) or len(value) <= longest, column


def test_a_removed_dialogue_takes_everything_with_it(ada: Person, circle: Circle) -> None:
    dialogue = cast.dialogue(circle, long(4), ada)
    kept = cast.dialogue(circle, long(3), ada)
    remove_dialogue(person=ada, dialogue=Dialogue.objects.get(pk=dialogue.pk))
    assert cast.signed_in(ada).get(dialogue.get_absolute_url()).status_code == 404
    assert set(Contribution.objects.values_list("dialogue", flat=True)) == {kept.pk}
    assert Participant.objects.filter(dialogue=kept).count() == 2


def test_one_source_makes_one_dialogue_in_a_circle(ada: Person, circle: Circle) -> None:
    from django.db import IntegrityError, transaction

    def keep(where: Circle) -> Dialogue:
        with transaction.atomic():
            return keep_conversation(
                prepared(long(2)), circle=where, person=ada, platform="forum", source_key="k" * 64, now=cast.NOW
            )

    keep(circle)
    with pytest.raises(IntegrityError):
        keep(circle)
    keep(cast.circle(ada, name="Another"))  # control: elsewhere it may
    assert Dialogue.objects.count() == 2
    assert Contribution.objects.count() == 4, "nothing half-kept"
