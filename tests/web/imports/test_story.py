"""From a file to dialogues with their mirrors, and back out again."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import cast
from iq4d.web.circles.actions import give_role, remove
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.imports import tasks
from iq4d.web.imports.models import Found, Import
from iq4d.web.imports.tasks import forget_previews, keep_export, read_export, take_up
from iq4d.web.journal.models import Entry
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.people.models import Person
from web.at_once import at_once
from web.imports.bringing import KNOWS, brought, confirmed, export, forum, left_behind, upload

LATE = [("Adelaide", "Why so late, Boris?"), ("Boris", "Because of the bus, Adelaide."), ("Adelaide", "I see.")]


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada)


@pytest.mark.parametrize("kind", ["wordpress", "forum", "discourse", "stackexchange"])
def test_an_export_becomes_dialogues_with_mirrors(ada: Person, circle: Circle, tmp_path: Path, kind: str) -> None:
    browser = cast.signed_in(ada)
    address = upload(browser, circle, *export(tmp_path, kind))["Location"]
    reading = browser.get(address).content.decode()
    assert "Reading the file" in reading
    assert not Dialogue.objects.exists()
    cast.work()
    preview = browser.get(address).content.decode()
    assert "This is in the file" in preview
    assert re.search(r'name="pseudonyms"\s+checked', preview), "pseudonyms are on unless somebody turns them off"
    assert not re.search(r'name="group_knows"[^>]*checked', preview), "and nothing is said for the group"
    import_ = Import.objects.get()
    assert (import_.state, import_.reader) == ("ready", kind)
    assert "Look at what is in your file" in browser.get("/").content.decode()
    confirmed(browser, import_)
    assert import_.state == "done"
    (dialogue,) = Dialogue.objects.all()
    assert dialogue.platform == kind
    assert dialogue.contribution_count == dialogue.contributions.count() >= 2
    assert Mirror.objects.get(dialogue=dialogue).scorecard
    assert left_behind(import_) == [], "the file is gone"
    done = browser.get(address).content.decode()
    assert dialogue.get_absolute_url() in done
    assert dialogue.get_absolute_url() in browser.get(circle.get_absolute_url()).content.decode()
    assert [entry.data for entry in Entry.objects.filter(verb="imports.kept")] == [{"dialogues": 1}]


def everything_kept() -> str:
    rows = [*Dialogue.objects.values(), *Participant.objects.values(), *Contribution.objects.values()]
    rows += [*Found.objects.values(), *Entry.objects.values(), *Mirror.objects.values()]
    return repr(rows)


def test_pseudonyms_leave_no_name_in_anything_kept(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    confirmed(browser, brought(browser, circle, forum(*LATE, title="A question of Adelaide")))
    kept = everything_kept()
    assert "Adelaide" not in kept
    assert "Boris" not in kept
    page = browser.get(Dialogue.objects.get().get_absolute_url()).content.decode()
    assert "A question of Participant 1" in page
    assert "Why so late, Participant 2?" in page


def test_names_stay_where_ada_asks_for_it(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    confirmed(browser, brought(browser, circle, forum(*LATE)), pseudonyms=None)
    page = browser.get(Dialogue.objects.get().get_absolute_url()).content.decode()
    assert "Why so late, Boris?" in page
    assert set(Participant.objects.values_list("name", flat=True)) == {"Adelaide", "Boris"}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"group_knows": None}, "This field is required."),
        ({"group_knows": "not-yet"}, "Tell the people whose words these are first"),
        ({"chosen": []}, "Choose at least one conversation."),
        ({"group_knows": "perhaps"}, "Select a valid choice"),
        ({"chosen": ["7"]}, "Select a valid choice"),
    ],
)
def test_without_a_full_yes_nothing_comes_in(
    ada: Person, circle: Circle, quiet: None, form: dict[str, object], said: str
) -> None:
    browser = cast.signed_in(ada)
    import_ = brought(browser, circle, forum(*LATE))
    sent = {k: v for k, v in ({"chosen": ["1"], **KNOWS} | form).items() if v is not None}
    answer = browser.post(import_.get_absolute_url(), sent)
    assert answer.status_code in (200, 403)
    assert said in answer.content.decode()
    cast.work()
    import_.refresh_from_db()
    assert import_.state == "ready"
    assert not Dialogue.objects.exists()


def topics(count: int) -> tuple[str, bytes]:
    """A forum file with this many topics, all of the same words."""
    data = json.loads(forum(*LATE)[1])
    (first,) = data["topics"]

    def posts(of: int) -> list[dict[str, object]]:
        return [post | {"id": 10 * of + post["id"], "parent": None} for post in first["posts"]]

    data["topics"] = [first | {"id": n, "title": f"Topic {n}", "posts": posts(n)} for n in range(1, count + 1)]
    return "forum.json", json.dumps(data).encode()


def test_ada_chooses_some_and_later_the_rest(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    confirmed(browser, brought(browser, circle, topics(3)), chosen=["2"])
    assert [d.title for d in Dialogue.objects.all()] == ["Topic 2"]
    again = brought(browser, circle, topics(3))
    preview = browser.get(again.get_absolute_url()).content.decode()
    assert preview.count("already in this circle") == 1
    assert re.search(r'name="chosen" value="2"\s+disabled', preview)
    confirmed(browser, again)
    assert sorted(d.title for d in Dialogue.objects.all()) == ["Topic 1", "Topic 2", "Topic 3"]


def test_a_mistake_in_the_form_keeps_what_was_chosen(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    import_ = brought(browser, circle, topics(3))
    page = browser.post(import_.get_absolute_url(), {"chosen": ["2"]}).content.decode()
    ticked = re.findall(r'name="chosen" value="(\d)"([^>]*)>', page)
    assert [number for number, more in ticked if "checked" in more] == ["2"]
    assert not re.search(r'name="pseudonyms"\s+checked', page)


def test_the_same_file_twice_adds_nothing(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    confirmed(browser, brought(browser, circle, forum(*LATE)))
    before = everything_kept().count("html")
    second = confirmed(browser, brought(browser, circle, forum(*LATE)))
    assert Dialogue.objects.count() == 1
    assert Contribution.objects.count() == 3
    assert everything_kept().count("html") == before
    assert "This file added nothing" in browser.get(second.get_absolute_url()).content.decode()
    elsewhere = cast.circle(ada, name="Another")
    confirmed(browser, brought(browser, elsewhere, forum(*LATE)))
    assert Dialogue.objects.count() == 2, "in another circle it is new"


def test_undo_asks_first_and_takes_everything_of_this_import_alone(ada: Person, circle: Circle, quiet: None) -> None:
    browser = cast.signed_in(ada)
    other = cast.dialogue(circle, cast.long_talk(), ada)
    import_ = confirmed(browser, brought(browser, circle, topics(2)))
    mine = Dialogue.objects.exclude(pk=other.pk)
    Remark.objects.create(dialogue=mine[0], evidence="uptake:2", stance="wrong", person=ada, at=cast.NOW)
    asked = browser.get(f"{import_.get_absolute_url()}undo/").content.decode()
    assert "These 2 conversations leave the circle" in asked
    assert mine.count() == 2, "asking is not doing"
    browser.post(f"{import_.get_absolute_url()}undo/")
    cast.work()
    assert list(Dialogue.objects.all()) == [other]
    assert set(Contribution.objects.values_list("dialogue", flat=True)) == {other.pk}
    assert set(Mirror.objects.values_list("dialogue", flat=True)) == {other.pk}
    assert not Remark.objects.exists()
    assert "This import was undone" in browser.get(import_.get_absolute_url()).content.decode()
    assert browser.post(f"{import_.get_absolute_url()}undo/").status_code == 403
    confirmed(browser, brought(browser, circle, topics(2)))
    assert Dialogue.objects.count() == 3, "and it can come in again"


def test_undo_leaves_alone_what_an_earlier_import_brought(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    confirmed(browser, brought(browser, circle, topics(1)))
    second = confirmed(browser, brought(browser, circle, topics(2)))
    browser.post(f"{second.get_absolute_url()}undo/")
    assert [d.title for d in Dialogue.objects.all()] == ["Topic 1"]


def test_a_preview_is_thrown_away_by_hand_or_after_a_week(ada: Person, circle: Circle, quiet: None) -> None:
    browser = cast.signed_in(ada)
    first, second = (brought(browser, circle, forum(*LATE)) for _ in range(2))
    assert left_behind(first)
    # the files go when the act is committed
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.db.transaction.on_commit", lambda act: act())
        browser.post(f"{first.get_absolute_url()}drop/")
        assert left_behind(first) == []
        assert browser.get(first.get_absolute_url()).status_code == 404
        forget_previews(timezone.now() + timedelta(days=6))
        assert left_behind(second)
        forget_previews(timezone.now() + timedelta(days=8))
    assert left_behind(second) == []
    assert not Import.objects.exists()
    assert not Found.objects.exists()


def test_what_is_in_the_circle_is_not_forgotten_with_the_previews(ada: Person, circle: Circle, quiet: None) -> None:
    browser = cast.signed_in(ada)
    import_ = confirmed(browser, brought(browser, circle, forum(*LATE)))
    forget_previews(timezone.now() + timedelta(days=100))
    assert Dialogue.objects.count() == 1
    assert browser.post(f"{import_.get_absolute_url()}undo/").status_code == 302
    assert browser.post(f"{import_.get_absolute_url()}drop/").status_code in (302, 403)


def test_files_that_belong_to_no_import_go(ada: Person, circle: Circle) -> None:
    import_ = brought(cast.signed_in(ada), circle, forum(*LATE))
    stray = import_.folder.parent / "stray"
    stray.mkdir()
    (stray / "export-1.json").write_text("{}")
    forget_previews(timezone.now())
    assert stray.exists(), "perhaps somebody is uploading just now"
    forget_previews(timezone.now() + timedelta(days=2))
    assert not stray.exists()
    assert left_behind(import_)


@pytest.mark.parametrize("state", ["reading", "keeping"])
def test_a_worker_that_dies_leaves_work_that_another_takes_up(ada: Person, circle: Circle, state: str) -> None:
    browser = cast.signed_in(ada)
    if state == "reading":
        key = upload(browser, circle, forum(*LATE))["Location"].split("/")[2]
        import_ = Import.objects.get(key=key)
        Found.objects.create(
            export=import_, number=1, source_key="half", title="half read", contributions=1, speakers=1
        )  # what the dead one left
    else:
        import_ = brought(browser, circle, forum(*LATE))
        browser.post(import_.get_absolute_url(), {"chosen": "1", **KNOWS})
        (import_.folder / ".prepared-1.jsonl").write_text('{"half')
    cast.DBTaskResult.objects.all().delete()  # the worker, and the task with it
    take_up(timezone.now())
    assert not cast.DBTaskResult.objects.exists(), "not yet: it may be alive"
    Import.objects.update(touched_at=timezone.now() - timedelta(minutes=6), attempts=1)
    take_up(timezone.now())
    take_up(timezone.now())
    assert cast.DBTaskResult.objects.count() == 1, "taken up once"
    cast.work()
    import_.refresh_from_db()
    assert import_.state == {"reading": "ready", "keeping": "done"}[state]
    if state == "reading":
        assert [found.title for found in import_.found.all()] == ["Late reviews"]
    else:
        keep_export.func(import_.pk)
        read_export.func(import_.pk)
        assert Dialogue.objects.count() == 1, "told once more it does nothing"


def test_a_file_that_kills_its_worker_three_times_is_given_up(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    import_ = Import.objects.get(key=upload(browser, circle, forum(*LATE))["Location"].split("/")[2])
    cast.DBTaskResult.objects.all().delete()
    Import.objects.update(touched_at=timezone.now() - timedelta(minutes=6), attempts=3)
    take_up(timezone.now())
    import_.refresh_from_db()
    assert import_.state == "failed"
    page = browser.get(import_.get_absolute_url()).content.decode()
    assert "three times" in page
    assert left_behind(import_) == []
    assert "Your file could not be read" in browser.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_failure_halfway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = cast.person("Ada")
    circle = cast.circle(ada)
    browser = cast.signed_in(ada)
    import_ = brought(browser, circle, topics(3))
    browser.post(import_.get_absolute_url(), {"chosen": ["1", "2", "3"], **KNOWS})
    real, kept = tasks.keep_conversation, []

    def fail_at_the_third(*given: object, **more: object) -> Dialogue:
        if len(kept) == 2:
            raise ZeroDivisionError("on purpose")
        kept.append(real(*given, **more))
        return kept[-1]

    monkeypatch.setattr(tasks, "keep_conversation", fail_at_the_third)
    with pytest.raises(ZeroDivisionError):
        keep_export.func(import_.pk)
    assert len(kept) == 2
    for model in (Dialogue, Contribution, Participant, Mirror):
        assert not model.objects.exists()
    assert not Entry.objects.filter(verb="dialogues.kept").exists()
    import_.refresh_from_db()
    assert import_.state == "keeping"
    monkeypatch.setattr(tasks, "keep_conversation", real)
    keep_export.func(import_.pk)  # taken up again
    assert Dialogue.objects.count() == 3
    assert left_behind(import_) == []


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_make_one_dialogue() -> None:
    ada = cast.person("Ada")
    circle = cast.circle(ada)
    browser = cast.signed_in(ada)
    both = [brought(browser, circle, forum(*LATE)) for _ in range(2)]
    for import_ in both:
        browser.post(import_.get_absolute_url(), {"chosen": "1", **KNOWS})
    at_once(*[lambda import_=import_: keep_export.func(import_.pk) for import_ in both])
    assert Dialogue.objects.count() == 1
    assert Contribution.objects.count() == 3
    assert [i.state for i in Import.objects.all()] == ["done", "done"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_import_make_it_once() -> None:
    ada = cast.person("Ada")
    circle = cast.circle(ada)
    browser = cast.signed_in(ada)
    import_ = brought(browser, circle, topics(2))
    browser.post(import_.get_absolute_url(), {"chosen": ["1", "2"], **KNOWS})
    at_once(*[lambda: keep_export.func(import_.pk)] * 2)
    import_.refresh_from_db()
    assert import_.state == "done", "the slower one does not spoil it"
    assert Dialogue.objects.count() == 2
    assert browser.post(f"{import_.get_absolute_url()}undo/").status_code == 302
    assert Dialogue.objects.count() == 0


def test_an_import_is_its_bringers_alone(ada: Person, circle: Circle, quiet: None) -> None:
    dee, bob, carla = cast.person("Dee"), cast.person("Bob"), cast.person("Carla")
    for who, role in ((dee, "facilitator"), (bob, "member")):
        Membership.objects.create(circle=circle, person=who, role=role, joined_at=cast.NOW)
    import_ = brought(cast.signed_in(ada), circle, forum(*LATE))
    for who in (dee, bob, carla):
        browser = cast.signed_in(who)
        for end in ("", "undo/"):
            assert browser.get(f"{import_.get_absolute_url()}{end}").status_code == 404
        for end in ("", "undo/", "drop/"):
            assert browser.post(f"{import_.get_absolute_url()}{end}", {"chosen": "1", **KNOWS}).status_code == 404
        assert "forum.json" not in browser.get(circle.get_absolute_url()).content.decode()
    assert upload(cast.signed_in(bob), circle, forum(*LATE)).status_code == 403
    assert upload(cast.signed_in(carla), circle, forum(*LATE)).status_code == 404
    assert upload(cast.signed_in(dee), circle, forum(*LATE)).status_code == 302
    assert Import.objects.count() == 2
    folders = {folder.name for folder in import_.folder.parent.iterdir()}
    assert folders >= set(Import.objects.values_list("key", flat=True))


@pytest.mark.parametrize("ends", ["let go", "made a member"])
def test_who_lost_the_right_after_saying_yes_brings_nothing_in(ada: Person, circle: Circle, ends: str) -> None:
    dee = cast.person("Dee")
    place = Membership.objects.create(circle=circle, person=dee, role="facilitator", joined_at=cast.NOW)
    browser = cast.signed_in(dee)
    import_ = brought(browser, circle, forum(*LATE))
    browser.post(import_.get_absolute_url(), {"chosen": "1", **KNOWS})
    if ends == "let go":
        remove(person=ada, membership=place, now=timezone.now())
    else:
        give_role(person=ada, membership=place, role="member")
    cast.work()
    assert not Dialogue.objects.exists()


def test_too_much_is_refused_with_a_sentence(ada: Person, circle: Circle, settings: object, tmp_path: Path) -> None:
    browser = cast.signed_in(ada)
    settings.IMPORT_MAX_BYTES = 2_000_000  # type: ignore[attr-defined]
    over = ("a.json", b"x" * 1_100_000)
    page = upload(browser, circle, over, over).content.decode()
    assert "larger than 2 MB" in page
    page = upload(browser, circle, *[("a.json", b"{}")] * 5).content.decode()
    assert "at most 4 files" in page
    page = upload(browser, circle, ("a.json", b"")).content.decode()
    assert "empty" in page
    page = upload(browser, circle).content.decode()
    assert "This field is required." in page
    assert not Import.objects.exists()
    assert upload(browser, circle, ("a.json", b"x" * 1_100_000)).status_code == 302, "control: just under"


def test_a_double_click_brings_a_file_in_once(ada: Person, circle: Circle) -> None:
    browser = cast.signed_in(ada)
    answers = [upload(browser, circle, forum(*LATE), once="one-form")["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert Import.objects.count() == 1
