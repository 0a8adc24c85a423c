"""The demo's stories are played, not loaded: every act goes through the same actions as a person's, at its own time."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from iq4d.web.circles.models import Circle
from iq4d.web.deeds import actions as deeds
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions import gesturing, moving, people, starting, writing
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.mirror import actions as measuring
from iq4d.web.mirror import queries as mirror
from iq4d.web.people.models import Person

HERE = ZoneInfo("Europe/Amsterdam")
BEGINS = time(9)  # local time of the day a story begins


def stories() -> Iterator[dict[str, Any]]:
    """Every story, the oldest first."""
    folder = files("iq4d.web.demo") / "stories"
    told = [tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    yield from sorted(told, key=lambda story: -int(story["days_ago"]))


class Player:
    """Plays one story in a circle. people: everybody in the demo, by the id the stories call them."""

    def __init__(self, story: dict[str, Any], circle: Circle, people: dict[str, Person], now: datetime) -> None:
        self.story, self.circle, self.people, self.now = story, circle, people, now
        today = now.astimezone(HERE).date()
        self.first = today - timedelta(days=int(story["days_ago"]))
        self.numbers: dict[str, int] = {}  # contribution by the name the story gives it
        self.owner = next(one["id"] for one in story["people"] if one["role"] == "owner")

    def moment(self, day: int, at: time) -> datetime:
        return datetime.combine(self.first + timedelta(days=day), at, HERE)

    def day(self, days: int) -> date:
        return self.first + timedelta(days=days)

    def play(self) -> Dialogue:
        """The whole story up to now; acts that are still to come are left out."""
        dialogue = self._begin()
        before = self.moment(0, BEGINS)
        for act in self.story["acts"]:
            at = self.moment(act["day"], time.fromisoformat(act["time"]))
            if at >= self.now:
                break
            if at.date() != before.date():
                self._hold_up(dialogue, before)
            before = at
            self._fresh(dialogue)
            moving.move_on(dialogue=dialogue, now=at)
            ACTS[act["do"]](self, dialogue, act, at)
        self._fresh(dialogue)
        moving.move_on(dialogue=dialogue, now=self.now)
        return dialogue

    def _hold_up(self, dialogue: Dialogue, at: datetime) -> None:
        """The mirror at the end of a day: afterwards there would be only the last of them."""
        as_it_was = Dialogue.objects.select_related("standing").get(pk=dialogue.pk)
        if mirror.something_to_see(as_it_was):
            measuring.ask(dialogue=as_it_was, now=at)
            measuring.compute(dialogue=as_it_was, now=at)

    def _fresh(self, dialogue: Dialogue) -> None:
        dialogue.refresh_from_db()

    def _begin(self) -> Dialogue:
        story, at = self.story, self.moment(0, BEGINS)
        owner = self.people[self.owner]
        dialogue = starting.start(
            person=owner, sentence=story["title"], circle=self.circle, now=at, method=story["method"],
            language=story["language"], begin=False,
        )  # fmt: skip
        starting.sharpen(person=owner, dialogue=dialogue, now=at, target=story.get("target"), **story["purpose"])
        plan = starting.Plan(
            method=story["method"], course=story["course"], steering="", room=dialogue.room,
            lengths=story.get("lengths", {}),
        )  # fmt: skip
        starting.plan(person=owner, dialogue=dialogue, plan=plan, now=at)
        roles: dict[int, str] = {}
        for one in story["people"]:
            who = self.people[one["id"]]
            if one["id"] != self.owner:
                made = people.come_in(person=who, dialogue=dialogue, invite=None, now=at)
                roles[made.number] = one["role"]
            mine = dialogue.participants.get(person=who)
            people.intend(participant=mine, seeks=one.get("seeks", ""), brings=one.get("brings", ""))
        starting.give_roles(person=owner, dialogue=dialogue, roles=roles)
        agreed = story.get("agreement", {})
        starting.agree(
            person=owner, dialogue=dialogue, learning=agreed.get("learning", ""), steering="",
            confidence=agreed.get("confidence", ""), keep_months=agreed.get("keep_months"), now=at,
        )  # fmt: skip
        for one in story["people"]:
            starting.say_yes(person=self.people[one["id"]], dialogue=dialogue, version=dialogue.agreement)
        self._fresh(dialogue)
        starting.begin_now(person=owner, dialogue=dialogue, now=at)
        return dialogue

    # Acts

    def _step(self, dialogue: Dialogue, act: dict[str, Any]) -> tuple[str, int]:
        """The step that is open for this act, and its version: in whose turn where several are."""
        dialogue = Dialogue.objects.select_related("standing").get(pk=dialogue.pk)
        state = bare_state(dialogue.standing)
        turn = str(dialogue.participants.get(person=self.people[act["turn"]]).number) if "turn" in act else ""
        open_now = [one for one in state.steps if one.is_open or one.status == "offered"]
        found = next((one for one in open_now if not turn or one.turn == turn), None)
        return (found.id, found.version) if found else ("", 0)

    def _number(self, dialogue: Dialogue, who: str | None) -> int | None:
        return dialogue.participants.get(person=self.people[who]).number if who else None

    def write(self, dialogue: Dialogue, act: dict[str, Any], at: datetime) -> None:
        who = self.people[act["who"]]
        if "questions" in act:
            asked = [one["text"].strip() for one in act["questions"]]
            told = {"article": act["text"].strip(), "questions": asked}
            case, *rest = starting.open_with(person=who, dialogue=dialogue, now=at, **told)
            self.numbers |= {one["name"]: made.number for one, made in zip(act["questions"], rest, strict=True)}
            self.numbers[act.get("name", "case")] = case.number
            return
        more = {
            "intended": act.get("intended"),
            "whose": self._number(dialogue, act.get("from")),
            "due": self.day(act["due"]) if "due" in act else None,
            "buddy": self._number(dialogue, act.get("buddy")),
            "seen": act.get("seen", "all"),
            "consent": act.get("consent", "nobody"),
            **{name: act.get(name, "") for name in ("if_then", "obstacle", "first_step")},
        }
        made = writing.write(
            person=who, dialogue=dialogue, kind=act["kind"], step=self._step(dialogue, act)[0],
            source=act["text"].strip(), about=self.numbers[act["about"]] if "about" in act else None, now=at, more=more,
        )  # fmt: skip
        if "name" in act:
            self.numbers[act["name"]] = made.number

    def rate(self, dialogue: Dialogue, act: dict[str, Any], at: datetime) -> None:
        values = {self.numbers[name]: value for name, value in act["ratings"].items()}
        order = {number: place for place, number in enumerate(values, 1)}
        step = self._step(dialogue, act)[0]
        who = self.people[act["who"]]
        gesturing.gesture(person=who, dialogue=dialogue, kind="rate", step=step, values=values, order=order, now=at)

    def gesture(self, dialogue: Dialogue, act: dict[str, Any], at: datetime) -> None:
        value = {"date": lambda: self.day(act["days"]).isoformat(), "judge": lambda: JUDGED[act["value"]]}
        told = value[act["do"]]() if act["do"] in value else ""
        step = self._step(dialogue, act)[0]
        who = self.people[act["who"]]
        gesturing.gesture(person=who, dialogue=dialogue, kind=act["do"], step=step, values={0: told}, now=at)

    def move(self, dialogue: Dialogue, act: dict[str, Any], at: datetime) -> None:
        step, version = self._step(dialogue, act)
        who = self.people[act["who"]]
        moving.make_move(person=who, dialogue=dialogue, kind=act["do"], step=step, version=version, now=at)

    def tell(self, dialogue: Dialogue, act: dict[str, Any], at: datetime) -> None:
        """One tap, and the story; a reason in own words."""
        who, number = self.people[act["who"]], self.numbers[act["deed"]]
        deed = Deed.objects.get(contribution__dialogue=dialogue, contribution__number=number)
        deeds.tell(person=who, deed=deed, outcome=act["outcome"], now=at)
        reason = "other" if act.get("reason") else ""
        told = {"story": act.get("text", "").strip(), "reason": reason, "reason_words": act.get("reason", "")}
        deeds.tell_story(person=who, deed=deed, now=at, **told)


JUDGED = {"reached": "reached", "partly": "partly", "not": "not reached"}
ACTS: dict[str, Callable[[Player, Dialogue, dict[str, Any], datetime], None]] = {
    "write": Player.write,
    "rate": Player.rate,
    "pass": Player.gesture,
    "judge": Player.gesture,
    "date": Player.gesture,
    "close": Player.move,
    "open": Player.move,
    "skip": Player.move,
    "tell": Player.tell,
}
