"""Nobody outside sees a report before everybody whose words are in it said yes to that very page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal.actions import record
from iq4d.web.journal.models import Entry
from iq4d.web.mirror import actions as mirror
from iq4d.web.mirror.queries import all_evidence, mirror_of
from iq4d.web.people.models import Person
from iq4d.web.reports import actions, making
from iq4d.web.reports.models import Answer, Release
from iq4d.web.ui.verdicts import Refused
from web.reports.playing import (
    again,
    all_said_yes,
    asked,
    fresh,
    is_outside,
    link,
    outside,
    say,
    shown,
)

pytestmark = pytest.mark.usefixtures("quiet")
People = dict[str, Person]
Browsers = dict[str, Client]


def test_the_group_lets_it_go(talk: Dialogue, people: People, browsers: Browsers) -> None:
    """Bob asks; Ada, Bob and Dee look at the page and say yes; then the link opens, and not before."""
    form = {"purpose": "To the board, for the year plan", "quotes": "quotes", "until": cast.LATER, "once": "k1"}
    address = browsers["Bob"].post(f"/dialogues/{talk.key}/releases/", form)["Location"]
    assert browsers["Bob"].post(f"/dialogues/{talk.key}/releases/", form)["Location"] == address, "a double click"
    assert "is being made" in browsers["Bob"].get(address).content.decode()
    cast.work()
    release = Release.objects.get()
    seen = []
    for who in ("Bob", "Ada", "Dee"):
        assert outside(release) == 404
        assert "To the board" in browsers[who].get("/").content.decode(), "it is asked of them now"
        assert "Look at the page first" in browsers[who].get(address).content.decode()
        seen.append(browsers[who].get(f"{address}page/?in=en").content)
        answer = browsers[who].post(address, {"stance": "yes"}, follow=True)
        assert answer.status_code == 200
        assert "To the board" not in browsers[who].get("/").content.decode(), "answered"
    release = again(release)
    assert release.state == "released"
    page = Client().get(link(release))
    assert page.status_code == 200
    assert seen == [page.content] * 3, "the very page they looked at"
    assert page["Cache-Control"] == "no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert not page.cookies
    html = browsers["Dee"].get(address).content.decode()
    assert link(release) in html
    dutch = Client(headers={"accept-language": "nl"}).get(link(release)).content.decode()
    assert '<html lang="nl"' in dutch


def test_no_name_and_no_purpose_stands_in_it(talk: Dialogue, people: People) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    for html in again(release).pages.values():
        assert "zebraqz" in html, "control: with quotes"
        for name in ("Ada", "Bob", "Dee", "Eve", "Wednesday", "koalaqz", talk.key, "example.org"):
            assert not re.search(rf"\b{name}\b", html), name


def test_without_quotes_it_holds_no_words_of_anybody(talk: Dialogue, people: People) -> None:
    put_deed(talk, people)
    release = asked(people["Bob"], talk, quotes=False)
    assert release.state == "asked", release.problem
    assert set(release.pages) == {"en", "nl"}
    for html in release.pages.values():
        for word in ("zebraqz", "yakqz", "wombatqz", "pairs", "How do I tell it", "koalaqz", "Ada", "Bob"):
            assert not re.search(rf"\b{word}\b", html), word
        assert "<svg" in html
    advice = re.search(r'<article class="advice.*?</article>', release.pages["en"], re.DOTALL)
    assert advice is not None
    assert len(re.sub(r"<[^>]+>", " ", advice[0]).split()) > 25, "our own advice stays whole"


def put_deed(talk: Dialogue, people: People) -> None:
    """A deed with words in all its fields."""
    said = talk.contributions.filter(participant__person=people["Ada"]).last()
    assert said is not None
    talk.contributions.filter(pk=said.pk).update(kind="deed")
    Deed.objects.create(
        contribution=said, due=timezone.localdate(), ask_on=timezone.localdate(), if_then="pairs", obstacle="wombatqz"
    )


def test_words_that_are_left_stop_a_page_that_is_to_hold_none(
    talk: Dialogue, people: People, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: where nothing is taken out, nobody is asked."""
    monkeypatch.setattr(making, "wordless", lambda report: report)
    release = asked(people["Bob"], talk, quotes=False)
    assert (release.state, release.problem) == ("unmade", "words-left")
    assert release.pages == {}
    assert "nobody was asked" in browsers["Bob"].get(release.get_absolute_url()).content.decode()


def test_one_no_ends_it_and_nobody_is_told_whose(talk: Dialogue, people: People, browsers: Browsers) -> None:
    release = asked(people["Bob"], talk)
    say(release, True, people["Bob"], people["Ada"])
    browsers["Dee"].post(release.get_absolute_url(), {"stance": "no"})
    release = again(release)
    assert release.state == "declined"
    assert outside(release) == 404
    assert release.pages == {}
    assert not Answer.objects.exists(), "who said what is kept nowhere"
    declined = Entry.objects.get(verb="reports.declined")
    assert declined.actor is None
    html = browsers["Bob"].get(release.get_absolute_url()).content.decode()
    assert "Not everybody said yes" in html
    assert not cast.named_in(re.sub(r"<header.*?</header>", "", html, count=1, flags=re.DOTALL), "Dee")
    with pytest.raises(Refused):
        say(release, True, people["Ada"])
    asked(people["Ada"], talk)
    assert Release.objects.filter(state="asked").count() == 1, "it can be asked anew"


def test_silence_is_no_yes(talk: Dialogue, people: People, browsers: Browsers) -> None:
    release = asked(people["Bob"], talk)
    say(release, True, people["Bob"], people["Ada"])
    assert outside(release) == 404
    actions.forget(timezone.now() + timedelta(days=92))
    assert again(release).pages == {}
    assert not is_outside(release)
    assert "koalaqz" in browsers["Dee"].get("/").content.decode(), "until its last day she is asked"
    Release.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert "koalaqz" not in browsers["Dee"].get("/").content.decode()
    with pytest.raises(Refused):
        say(release, True, people["Dee"])


def test_who_leads_or_guards_the_circle_cannot_release_alone(
    talk: Dialogue, people: People, browsers: Browsers
) -> None:
    """Ada started it and is steward; her yes counts as one."""
    release = asked(people["Ada"], talk)
    say(release, True, people["Ada"])
    assert again(release).state == "asked"
    eve = browsers["Eve"]
    assert eve.get(release.get_absolute_url()).status_code == 404, "she reads along: nothing is asked of her"
    assert eve.post(release.get_absolute_url(), {"stance": "yes"}).status_code == 404
    assert "Only who takes part" in eve.get(f"/dialogues/{talk.key}/releases/").content.decode()
    form = {"purpose": "Mine", "quotes": "", "until": cast.LATER}
    assert eve.post(f"/dialogues/{talk.key}/releases/", form).status_code == 403
    with pytest.raises(Refused):
        say(release, True, people["Eve"])


def test_a_yes_is_taken_back_and_it_closes_at_once(talk: Dialogue, people: People, browsers: Browsers) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    assert outside(release) == 200
    browsers["Dee"].post(release.get_absolute_url(), {"stance": "back"})
    assert outside(release) == 404
    assert again(release).state == "withdrawn"
    assert again(release).pages == {}
    assert Entry.objects.get(verb="reports.withdrawn").actor is None
    with pytest.raises(Refused):
        actions.take_back(person=people["Bob"], release=release, now=timezone.now())


def test_after_its_last_day_the_link_leads_nowhere(talk: Dialogue, people: People) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    Release.objects.update(until=timezone.localdate())
    assert outside(release) == 200, "the last day counts in full"
    Release.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert outside(release) == 404


CHANGES = ["taken back", "edited", "hidden", "contested", "title", "told otherwise"]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("told", [False, True], ids=["before the listener is told", "after"])
def test_what_was_changed_since_closes_it(talk: Dialogue, people: People, change: str, told: bool) -> None:
    """Nobody's taken-back words stay outside, not for a second; and it does not open again."""
    put_deed(talk, people)
    cast.work()
    Deed.objects.update(outcome="done", told_at=timezone.now())
    release = all_said_yes(asked(people["Bob"], talk))
    assert outside(release) == 200
    now, said = timezone.now(), talk.contributions.filter(text__contains="wombatqz").first()
    assert said is not None
    who = said.participant.person
    if change == "taken back":
        writing.take_back(person=who, dialogue=talk, number=said.number, now=now)
    elif change == "edited":
        writing.edit(person=who, contribution=said, source="Other words", now=now)
    elif change == "hidden":
        talk.contributions.filter(pk=said.pk).update(hidden=True)
        moved(talk, "dialogues.hidden")
    elif change == "contested":
        mirror.remark(person=people["Dee"], dialogue=talk, evidence=some_evidence(talk), stance="wrong", now=now)
    elif change == "title":
        Dialogue.objects.filter(pk=talk.pk).update(title="Another title")
        moved(talk, "dialogues.sharpened")
    else:
        Deed.objects.update(outcome="not")
        moved(talk, "dialogues.sharpened")
    if told:
        cast.work()
        assert again(release).state == "changed"
        assert again(release).pages == {}
    assert outside(release) == 404
    if change == "taken back":
        writing.bring_back(person=who, dialogue=talk, number=said.number, now=now)
        cast.work()
        assert outside(release) == (404 if told else 200), "told once, it is closed for good"


def moved(talk: Dialogue, verb: str) -> None:
    with transaction.atomic():
        record(verb, actor=None, subject=talk, circle=talk.circle_id)


def some_evidence(talk: Dialogue) -> str:
    card = mirror_of(talk)[1]
    assert card is not None
    return next(iter(all_evidence(card)))


def test_what_is_added_since_changes_nothing(talk: Dialogue, people: People) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    html = shown(release)
    step = bare_state(fresh(talk).standing).steps[-1].id
    writing.write(
        person=people["Dee"],
        dialogue=fresh(talk),
        kind="story",
        step=step,
        source="More came of it.",
        now=timezone.now(),
    )
    cast.work()
    assert shown(release) == html
    assert again(release).state == "released"


def test_words_change_while_everybody_says_yes(talk: Dialogue, people: People, browsers: Browsers) -> None:
    release = asked(people["Bob"], talk)
    say(release, True, people["Bob"], people["Ada"])
    said = talk.contributions.filter(participant__person=people["Ada"]).first()
    assert said is not None
    writing.take_back(person=people["Ada"], dialogue=talk, number=said.number, now=timezone.now())
    assert browsers["Dee"].get(f"{release.get_absolute_url()}page/").status_code == 404, "not shown any more"
    assert say(release, True, people["Dee"]) == "changed"
    assert outside(release) == 404


def test_what_cannot_be_asked_keeps_what_was_typed(talk: Dialogue, browsers: Browsers) -> None:
    for until in ("2020-01-01", "2999-01-01", "soon", ""):
        form = {"purpose": "Those of the board", "quotes": "quotes", "until": until}
        answer = browsers["Bob"].post(f"/dialogues/{talk.key}/releases/", form)
        assert answer.status_code == 200
        assert "Those of the board" in answer.content.decode()
    assert not Release.objects.exists()


def test_it_is_rounded_off_first(talk: Dialogue, people: People) -> None:
    Dialogue.objects.filter(pk=talk.pk).update(state="running")
    with pytest.raises(Refused) as no:
        asked(people["Bob"], talk)
    assert no.value.verdict.code == "reports.not-finished"


def test_a_page_that_cannot_be_made_asks_nobody(
    talk: Dialogue, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(making, "pages_for_outside", lambda *given, **more: 1 / 0)
        release = asked(people["Bob"], talk)
    assert (release.state, release.problem) == ("unmade", "failed")
    assert asked(people["Bob"], talk).state == "asked", "and is asked anew"


def test_the_link_stands_nowhere(talk: Dialogue, people: People) -> None:
    """Who reads the database has no way in: of the link a hash is kept."""
    release = all_said_yes(asked(people["Bob"], talk))
    token = link(release).split("/")[2]
    assert len(token) == 43
    row = Release.objects.filter(pk=release.pk).values().get()
    assert token not in repr(row)
    assert token not in repr(list(Entry.objects.values()))
    assert Client().get(f"/released/{row['token_hash']}/").status_code == 404
    assert Client().get(f"/released/{row['nonce']}/").status_code == 404


def test_the_journal_holds_no_words(talk: Dialogue, people: People) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    actions.take_back(person=people["Bob"], release=release, now=timezone.now())
    told = list(Entry.objects.filter(verb__startswith="reports."))
    assert {one.verb for one in told} >= {"reports.release-asked", "reports.agreed", "reports.released"}
    assert all(set(one.data) <= {"release", "language"} for one in told)


def test_it_goes_with_its_dialogue(talk: Dialogue, people: People) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    at = link(release)
    talk.delete()
    assert Client().get(at).status_code == 404
