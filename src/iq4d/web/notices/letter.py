"""What the mail of a day says, looked up at the moment it goes out: nothing is said that its reader may not see then.

Of a closed room it says that something is asked there, and gives the way to it. No title, no name, no number, no word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from iq4d.web.deeds import links as deed_links
from iq4d.web.deeds import queries as deeds
from iq4d.web.deeds.models import OUTCOMES, Deed
from iq4d.web.dialogues import links, receiving
from iq4d.web.dialogues.asking import AskedHere, asked_now
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.queries import SOMEBODY, Room, invites_for, room_for, running_for
from iq4d.web.notices import queries
from iq4d.web.notices.models import Notice
from iq4d.web.notices.rules import KEEP_MINUTES, LOOK_BACK_MINUTES, excerpt
from iq4d.web.notices.wording import KEEP, KEEP_HOW, looks_back
from iq4d.web.people.models import Person


@dataclass(frozen=True, slots=True)
class Ask:
    """One small thing. what: the step, or the question somebody asks; deadline: said in the reader's zone."""

    what: str
    how: str
    minutes: int
    deadline: datetime | None


@dataclass(slots=True)
class Part:
    """An open room in the mail: its purpose on top, then what there is to say of it."""

    purpose: str
    title: str  # empty where it is the purpose itself
    language: str
    link: str
    asks: list[Ask] = field(default_factory=list)
    new: int = 0
    replies: int = 0
    quote: str = ""
    who: str = ""
    harvested: bool = False
    stories: list[tuple[str, str]] = field(default_factory=list)  # (name, excerpt)


@dataclass(frozen=True, slots=True)
class Due:
    """A deed of which is asked how it went; its words only where they come from an open room."""

    words: str
    language: str
    link: str
    answers: list[tuple[str, str]]  # (what the tap says, its address)


@dataclass(frozen=True, slots=True)
class AskAfter:
    """Somebody else's deed, whose owner this reader promised to ask."""

    who: str
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Learned:
    """What somebody learned from this reader's view, in an open room."""

    who: str
    words: str
    language: str
    link: str


@dataclass(slots=True)
class Letter:
    asked: list[Part] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)  # addresses of closed rooms in which something is asked
    due: list[Due] = field(default_factory=list)
    ask_after: list[AskAfter] = field(default_factory=list)
    came: list[Part] = field(default_factory=list)
    news: list[Part] = field(default_factory=list)
    learned: list[Learned] = field(default_factory=list)
    learned_closed: list[str] = field(default_factory=list)  # addresses of closed rooms in which somebody learned so
    on_its_day: dict[str, int] = field(default_factory=dict)  # deeds asked after on their day, with their dialogue
    unheard: set[int] = field(default_factory=set)  # notices that were not said, because their reader does not see it

    @property
    def things(self) -> int:
        """How many things are asked."""
        return sum(len(part.asks) for part in self.asked) + len(self.closed) + len(self.due) + len(self.ask_after)

    @property
    def is_empty(self) -> bool:
        return not (self.things or self.came or self.news or self.learned or self.learned_closed)


def at(dialogue: Dialogue) -> str:
    return settings.URL.rstrip("/") + dialogue.get_absolute_url()


def part_of(dialogue: Dialogue, link: str = "") -> Part:
    why = " ".join(dialogue.why.split())
    title = " ".join(dialogue.title.split())
    return Part(why or title, title if why else "", dialogue.language, link or at(dialogue))


def letter_for(person: Person, notices: Iterable[Notice], now: datetime) -> Letter:
    """All there is to say to this person now. notices: what happened; what is asked is looked up anew."""
    letter, told = Letter(), list(notices)
    _asked(letter, person, told, now)
    _words(letter, person, told)
    _photos(letter, person, told)
    _back(letter, person, told, now)
    _keeping(letter, person, told, now)
    said = _learned(letter, person, told)
    _invited(letter, person, now)
    _deeds(letter, person, told, now)
    by_dialogue: dict[int, list[Notice]] = defaultdict(list)
    for one in told:
        if one.kind in ("news", "finished", "told") and one.dialogue_id and (one.dialogue_id, one.about) not in said:
            by_dialogue[one.dialogue_id].append(one)
    seen = Dialogue.objects.seen_by(person).select_related("circle", "standing").filter(pk__in=by_dialogue)
    open_rooms = {one.pk: one for one in seen.filter(room="open")}
    for key, of_one in by_dialogue.items():
        dialogue = open_rooms.get(key)
        if dialogue is None or not queries.follows(person, dialogue):
            letter.unheard |= {one.pk for one in of_one}
        else:
            _news(letter, person, dialogue, of_one, now)
    return letter


def _asked(letter: Letter, person: Person, told: list[Notice], now: datetime) -> None:
    """What others wait for; what one may add only where its step has just opened."""
    opened = {(one.dialogue_id, one.about.partition("@")[0]) for one in told if one.kind == "asked"}
    parts: dict[int, Part] = {}
    for one in asked_now(person, list(running_for(person)), now):
        dialogue, asked = one.dialogue, one.asked
        if not asked.required and (dialogue.pk, f"{asked.step}:{asked.act}") not in opened:
            continue
        if dialogue.room != "open":
            if at(dialogue) not in letter.closed:
                letter.closed.append(at(dialogue))
            continue
        if dialogue.pk not in parts:
            letter.asked.append(parts.setdefault(dialogue.pk, part_of(dialogue)))
        parts[dialogue.pk].asks.append(_said(one))


def _said(one: AskedHere) -> Ask:
    asked, language = one.asked, (get_language() or "en")
    writes = asked.act in ("contribute", "join_in")
    how = asked.prompt.say(language) if writes else asked.sentence.say(language)
    return Ask(asked.name.say(language), how, asked.minutes, asked.deadline)


def _words(letter: Letter, person: Person, told: list[Notice]) -> None:
    """That a private word waits: not who says it, and no word of it."""
    of_words = {one.pk: one.dialogue_id for one in told if one.kind == "word" and one.dialogue_id}
    here = Participant.objects.filter(person=person, removed_at=None).exclude(way="")
    seen = Dialogue.objects.seen_by(person).filter(pk__in=here.values("dialogue"))
    found = list(seen.select_related("circle").filter(pk__in=of_words.values()).order_by("pk")) if of_words else []
    letter.unheard |= {pk for pk, key in of_words.items() if key not in {one.pk for one in found}}
    for dialogue in found:
        _one_more(letter, dialogue, Ask(_("A private word waits for you."), "", 1, None))


def _photos(letter: Letter, person: Person, told: list[Notice]) -> None:
    """That a photo was taken out of sight: not which, nor by whom. Of a closed room only the way to it."""
    of_photos = {one.pk: one.dialogue_id for one in told if one.kind == "photo" and one.dialogue_id}
    seen = Dialogue.objects.seen_by(person).select_related("circle").filter(pk__in=of_photos.values())
    found = list(seen.order_by("pk")) if of_photos else []
    letter.unheard |= {pk for pk, key in of_photos.items() if key not in {one.pk for one in found}}
    what = _("A photo was taken out of sight: somebody in it would rather not.")
    for dialogue in found:
        _one_more(letter, dialogue, Ask(what, "", 1, None))


def _back(letter: Letter, person: Person, told: list[Notice], now: datetime) -> None:
    """The day has come on which a group wanted to look back; once, for who has told nothing yet."""
    of_backs = {one.pk: one.about for one in told if one.kind == "back"}
    found = {f"r{one.pk}": one for one in queries.looking_back(person)} if of_backs else {}
    letter.unheard |= {pk for pk, about in of_backs.items() if about not in found}
    for about in of_backs.values():
        if about not in found:
            continue
        one = found[about]
        how = _("Tell it there in a few words, or say that there is nothing to tell.")
        ask = Ask(looks_back(one.day, person.today(now)), how, LOOK_BACK_MINUTES, None)
        _one_more(letter, one.dialogue, ask)


def _keeping(letter: Letter, person: Person, told: list[Notice], now: datetime) -> None:
    """Whether the words are kept, where they go otherwise: for who did not say it yet."""
    of_keeps = {one.pk: one.dialogue_id for one in told if one.kind == "keep" and one.dialogue_id}
    found = list(queries.asked_to_keep(person, now).filter(pk__in=of_keeps.values())) if of_keeps else []
    letter.unheard |= {pk for pk, key in of_keeps.items() if key not in {one.pk for one in found}}
    for dialogue in found:
        _one_more(letter, dialogue, Ask(str(KEEP), str(KEEP_HOW), KEEP_MINUTES, dialogue.wipes_at))


def _one_more(letter: Letter, dialogue: Dialogue, ask: Ask) -> None:
    """One more thing asked there, beside what is. Of a closed room only the way to it, once."""
    link = at(dialogue)
    if dialogue.room != "open":
        letter.closed += [link] if link not in letter.closed else []
        return
    part = next((one for one in letter.asked if one.link == link), None)
    if part is None:
        letter.asked.append(part := part_of(dialogue))
    part.asks.append(ask)


def _learned(letter: Letter, person: Person, told: list[Notice]) -> set[tuple[int | None, str]]:
    """What others learned from this reader's view and they did not read yet. Of a closed room no word of it.

    Gives what was said of open rooms: it is no other news.
    """
    of_it = {(one.dialogue_id, one.about): one.pk for one in told if one.kind == "learned"}
    found = {(one.dialogue.pk, f"c{one.number}"): one for one in receiving.received(person)} if of_it else {}
    said: set[tuple[int | None, str]] = set()
    for place, pk in of_it.items():
        one = found.get(place)  # type: ignore[arg-type]
        if one is None or not queries.follows(person, one.dialogue):
            letter.unheard.add(pk)
        elif one.dialogue.room != "open":
            letter.learned_closed += [at(one.dialogue)] if at(one.dialogue) not in letter.learned_closed else []
        else:
            link = f"{at(one.dialogue)}c/{one.number}/"
            letter.learned.append(Learned(one.name, excerpt(one.words), one.dialogue.language, link))
            said.add(place)
    return said


def _invited(letter: Letter, person: Person, now: datetime) -> None:
    """The questions with which somebody of the circle asks this person in; as long as both belong there."""
    for invite in invites_for(person, now).select_related("dialogue__circle"):
        if invite.person_id is None:
            continue
        dialogue, link = invite.dialogue, links.address(links.invite_token(invite))
        if dialogue.room != "open":
            letter.closed.append(link)
            continue
        part = part_of(dialogue, link)
        who = invite.invited_by.name if invite.invited_by else ""
        what = _("%(who)s asks you in.") % {"who": who}
        part.asks.append(Ask(what, " ".join(invite.question.split()), 2, None))
        letter.asked.append(part)


def _deeds(letter: Letter, person: Person, told: list[Notice], now: datetime) -> None:
    """On its day, or where it was asked since the last mail: once, and who does not answer is not asked daily.

    The mail of who reads at seven goes before anybody is asked on the page; what it said is kept (`actions.sent`), and
    left out of the next. Of a deed from a closed room not even its owner's own words: a mail is read over shoulders.
    """
    asked = {one.about.partition("e")[0] for one in told if one.kind == "deed"}
    today = now.astimezone(person.clock)
    said = set(Notice.objects.filter(person=person, kind="deed", about__contains="@").values_list("about", flat=True))
    for deed in deeds.due_for(person, max(today, today.replace(hour=12, minute=0))):  # who reads at seven hears it too
        made, its_day = deed.contribution, f"d{deed.pk}@{deed.ask_on:%Y%m%d}"
        if its_day in said or (deed.ask_on != today.date() and f"d{deed.pk}" not in asked):
            continue
        letter.on_its_day[its_day] = made.dialogue_id
        words = excerpt(made.text) if made.dialogue.room == "open" else ""
        answers = [(str(said), deed_links.address(deed, outcome)) for outcome, said in OUTCOMES]
        letter.due.append(Due(words, made.dialogue.language, deed_links.address(deed), answers))
    for deed in deeds.asked_after_by(person, now):
        made = deed.contribution
        if f"b{deed.pk}" not in asked:
            continue
        if made.dialogue.room == "open":
            letter.ask_after.append(AskAfter(made.participant.name, excerpt(made.text), at(made.dialogue)))
        elif at(made.dialogue) not in letter.closed:
            letter.closed.append(at(made.dialogue))


def _news(letter: Letter, person: Person, dialogue: Dialogue, told: list[Notice], now: datetime) -> None:
    """What is new in one open room, as far as this person sees it."""
    room = room_for(person, dialogue, now)
    numbers = {int(one.about[1:]): one.pk for one in told if one.kind == "news"}
    rows = Contribution.objects.filter(room.seen, dialogue=dialogue, number__in=numbers, removed_at=None)
    if room.me is not None:
        rows = rows.exclude(participant=room.me)
    new = list(rows.select_related("participant").order_by("number"))
    letter.unheard |= {pk for number, pk in numbers.items() if number not in {row.number for row in new}}
    came, news = part_of(dialogue), part_of(dialogue)
    came.harvested = dialogue.state == "finished" and any(one.kind == "finished" for one in told)
    came.stories = [(name_of(room, row), excerpt(row.text)) for row in new if row.kind == "story"]
    came.stories += _told_deeds(person, room.seen, told, {row.pk for row in new if row.kind == "story"})
    if came.harvested or came.stories:
        letter.came.append(came)
    others = [row for row in new if row.kind != "story"]
    if others and not came.harvested:  # that it is rounded off says enough
        mine = [row.answers for row in others if row.answers]
        own = Contribution.objects.filter(dialogue=dialogue, number__in=mine, participant=room.me)
        answered = set(own.values_list("number", flat=True)) if room.me is not None else set()
        news.new = len(others)
        news.replies = sum(row.answers in answered for row in others)
        last = next((row for row in reversed(others) if row.answers in answered), others[-1])
        news.quote, news.who = excerpt(last.text), name_of(room, last)
        letter.news.append(news)


def name_of(room: Room, row: Contribution) -> str:
    return str(SOMEBODY) if room.hides_name(row.step, row.signed) else row.participant.name


def _told_deeds(person: Person, seen: Q, told: list[Notice], stories: set[int]) -> list[tuple[str, str]]:
    """What came of deeds without a story of its own in this mail: the outcome, in a word."""
    keys = [int(one.about[1:]) for one in told if one.kind == "told"]
    rows = Deed.objects.standing().filter(pk__in=keys).exclude(outcome="")
    rows = rows.exclude(story__in=stories).exclude(contribution__participant__person=person)
    said = dict(OUTCOMES)
    shown = deeds.promised(person, seen, rows) if keys else []
    return [(one.name, f"{excerpt(one.text)} ({said[one.outcome]})") for one in shown]
