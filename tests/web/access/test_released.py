"""Nobody outside meets anything of a report, on any surface, unless all in it let it go; then the page alone.

Every address is opened by who stands outside: before anything was asked, while it is, and after it was closed again.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.reports import actions, queries, tokens
from iq4d.web.reports.models import Release, ReportPage
from iq4d.web.urls import patterns
from web.access.canaries import words_in
from web.dialogues.rooms import Held, reveal
from web.reports.playing import all_said_yes, asked, say
from web.stage import Stage, addresses, routes, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]

# Nobody; Carla with an account and a circle of her own; the steward of this circle, who takes no part in the closed
# room; a guest of nothing.
OUTSIDE = ("anonymous", "elsewhere", "steward", "guest")
OURS = ("report", "report_pdf", "report_file", "releases", "release", "release_page", "released")
A_REPORT = {"report": 'name="generator"'}  # stands in the head of every report, and on no page of ours
PURPOSE = "zuricataqz"


@dataclass
class Played:
    stage: Stage
    room: Held
    words: dict[str, str]

    @property
    def dialogue(self) -> Dialogue:
        return self.room.fresh()


@pytest.fixture(scope="module")
def once_played(set_stage: Stage) -> Played:
    """The closed room is over, and who takes part has opened its report and made a PDF of it."""
    stage = set_stage
    room = stage.here.closed
    reveal(room)
    Dialogue.objects.filter(pk=room.dialogue.pk).update(state="finished")
    bob = stage.browser("participant")
    bob.post(reverse("report", args=[room.dialogue.key]))
    cast.work()
    bob.post(reverse("report_pdf", args=[room.dialogue.key]))
    cast.work()
    assert A_REPORT["report"] in bob.get(reverse("report", args=[room.dialogue.key])).content.decode(), "control"
    assert ReportPage.objects.get().html
    in_circle = {"member-name", "invite-mail", "invite-question"}
    words = {thing: word for thing, word in room.words.items() if thing not in in_circle}
    return Played(stage, room, words | A_REPORT | {"purpose": PURPOSE})


@pytest.fixture
def played(once_played: Played, db: None) -> Played:
    return deepcopy(once_played)


def ask(played: Played, *, quotes: bool = True) -> Release:
    return asked(played.room.by["participant"], played.dialogue, quotes=quotes, purpose=f"For {PURPOSE}")


def everybody(release: Release) -> list[object]:
    return [one.person for one in release.answers.select_related("person").order_by("pk")]


def met(
    played: Played,
    links: dict[str, str] | None = None,
    release: Release | None = None,
    only: tuple[str, ...] = (),
) -> list[str]:
    """What somebody outside found that is not theirs: every address, and every link they may have got hold of."""
    found = []
    known = addresses(played.stage.here, room=played.room)
    if release is not None:
        known |= {
            name: ([played.room.dialogue.key, release.pk], known[name][1]) for name in ("release", "release_page")
        }
    for role in OUTSIDE:
        browser = played.stage.browser(role)
        cache.clear()
        for name, _view in routes(patterns(demo=False)):
            if only and name not in only:
                continue
            args, form = known[name]
            for method in ("GET", "POST") if name in OURS else ("GET",):
                answer = sent(browser, method, reverse(name, args=args), form)
                found += [f"{role} at {name}: {thing}" for thing in words_in(answer, played.words) if name != "join"]
        for what, token in (links or {}).items():
            answer = browser.get(f"/released/{token}/")
            assert answer.status_code == 404, f"{role} by {what}"
            found += [f"{role} by {what}: {thing}" for thing in words_in(answer, played.words)]
    return found


def test_before_anybody_asked_nobody_outside_finds_anything(played: Played) -> None:
    assert not met(played)
    assert queries.page_of(played.dialogue, "en") is not None, "control: the report is there"


def test_while_it_is_asked_nobody_outside_finds_anything(played: Played) -> None:
    """Not even with the very link it would have."""
    release = ask(played)
    assert release.state == "asked"
    assert PURPOSE in played.stage.browser("participant").get("/").content.decode(), "control"
    say(release, True, *everybody(release)[:-1])  # type: ignore[arg-type]
    assert not met(played, {"the link to be": tokens.token_of(release)}, release)
    assert Release.objects.get().state == "asked", "and nobody outside said anything in it"


ENDS = ("a no", "taken back", "over", "words taken back", "dropped")
EVERYWHERE = pytest.param((), marks=pytest.mark.soak, id="everywhere")
WHERE_IT_STANDS = pytest.param((*OURS, "home", "circle", "dialogue_list", "dialogue"), id="where it stands")


@pytest.mark.parametrize("only", [WHERE_IT_STANDS, EVERYWHERE])
@pytest.mark.parametrize("ends", ENDS)
def test_once_it_is_closed_nobody_outside_finds_anything(played: Played, ends: str, only: tuple[str, ...]) -> None:
    release = ask(played)
    first, *others = everybody(release)
    link = tokens.token_of(release)
    now = timezone.now()
    if ends == "a no":
        say(release, True, *others)  # type: ignore[arg-type]
        say(release, False, first)  # type: ignore[arg-type]
    elif ends == "dropped":
        actions.drop(person=played.room.by["participant"], release=release, now=now)
    else:
        all_said_yes(release)
        assert played.stage.browser("elsewhere").get(f"/released/{link}/").status_code == 200, "control"
        if ends == "taken back":
            actions.take_back(person=others[0], release=release, now=now)  # type: ignore[arg-type]
        elif ends == "over":
            Release.objects.update(until=timezone.localdate() - timedelta(days=1))
        else:
            who, number = played.room.by["participant"], played.room.numbers["question"]
            writing.take_back(person=who, dialogue=played.dialogue, number=number, now=now)
    kept = Release.objects.get()
    links = {
        "the old link": link,
        "a guess": "A" * 43,
        "another end": link[:-1] + ("B" if link[-1] != "B" else "C"),
        "its beginning": link[:-1],
        "its hash": tokens.hash_of(link),
        "its nonce": kept.nonce,
        "its number": str(kept.pk),
    }
    assert not met(played, links, release, only)


@pytest.mark.parametrize("quotes", [True, False], ids=["with quotes", "without"])
def test_once_all_said_yes_the_link_gives_the_page_they_saw_and_nothing_more(played: Played, quotes: bool) -> None:
    release = all_said_yes(ask(played, quotes=quotes))
    assert release.state == "released"
    link = f"/released/{tokens.token_of(release)}/"
    names = {one.name for one in played.stage.people.values()} | {"Gus", "Gil"}
    for role in OUTSIDE:
        answer = played.stage.browser(role).get(link)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert html == release.pages["en"], "exactly what they said yes to"
        assert not [name for name in names if re.search(rf"\b{name}\b", html)]
        of_words = words_in(answer, played.words)
        assert of_words == ({"report"} | (of_words if quotes else set()))
        assert not of_words & {"purpose", "token", "note", "draft", "hidden", "hidden-why", "narrow", "taken-back"}
        assert not answer.cookies
        assert {head.lower() for head in answer.headers} >= {"cache-control", "x-robots-tag", "referrer-policy"}
        assert posted_nothing(played.stage, role, link)
    assert "question" in words_in(played.stage.browser("elsewhere").get(link), played.words) or not quotes, "control"
    assert not met(played, {"another": "A" * 43}, release), "on every other surface it is as before"


def posted_nothing(stage: Stage, role: str, link: str) -> bool:
    """Whatever is sent to it changes nothing."""
    answer: HttpResponse = stage.browser(role).post(link, {"stance": "no"})
    return answer.status_code in (200, 405) and Release.objects.get().state == "released"


def test_the_battery_bites(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: where a yes of all is not asked for, the link opens before its time."""
    release = ask(played)
    Release.objects.update(token_hash=tokens.hash_of(tokens.token_of(release)))
    monkeypatch.setattr(queries, "is_outside", lambda release, now: True)
    answer = played.stage.browser("elsewhere").get(f"/released/{tokens.token_of(release)}/")
    assert "report" in words_in(answer, played.words)
