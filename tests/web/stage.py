"""A stage on which everybody and everything stands once, each private thing with a word of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

import cast
from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance
from iq4d.methods import dumps, newest
from iq4d.web.circles.actions import invite, new_link, remove
from iq4d.web.circles.models import Circle, Invitation, Membership
from iq4d.web.dialogues.models import Dialogue, OwnMethod
from iq4d.web.dialogues.own_methods.actions import keep as keep_method
from iq4d.web.harvests import rules
from iq4d.web.harvests.actions import catching, harvesting
from iq4d.web.harvests.models import Bycatch, Learning
from iq4d.web.harvests.queries import chosen_by
from iq4d.web.imports.models import Found, Import
from iq4d.web.people import photos
from iq4d.web.people.models import Person
from web.dialogues.rooms import Held, closed_room, guest, open_room

# The first eight stand around: "member" is a reader, in the circle but in none of its rooms. The rest take part in
# the rooms: "participant" thinks along, "owner" asks, "host" facilitates; "guest-here" came in by the link, and so did
# "outsider-here", who has an account and is no member of the circle.
AROUND = ("anonymous", "steward", "facilitator", "member", "elsewhere", "former", "invited", "guest")
ROLES = (*AROUND, "participant", "owner", "host", "guest-here", "outsider-here")


@dataclass
class Place:
    """A circle with one of everything in it. `words`: what each private thing is marked with.

    dialogue: brought in and finished; closed: a running ten-step; shared: an open dialogue that runs.
    """

    circle: Circle
    dialogue: Dialogue
    invitation: Invitation
    token: str
    brought: Import
    member: Membership  # the plain member's place
    words: dict[str, str]
    steward: Person
    bycatch: Bycatch  # the steward's, as is the harvest with one learning
    learning: Learning
    method: OwnMethod
    closed: Held
    shared: Held
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.circle.key


def marked_talk(mark: Callable[[str], str], speakers: tuple[str, ...]) -> Conversation:
    """Long enough for a number on the mirror, a word of its own in its parts."""
    lines = [
        f"How do we keep them in the lesson? {mark('contribution')} I want to know why they fall silent.",
        "Why is it a question for you now? What did you try, and what happened?",
        f"I think it is because nobody answers them. {mark('quote')} For example, last week two asked twice.",
        f"I will try it on Monday because {mark('promise')} it may work, and tell you on Friday what came of it.",
    ]
    return Conversation(
        id=mark("id"),
        title=f"Quiet students {mark('title')}",
        language="en",
        origin=f"https://example.org/{mark('origin')}",
        speakers=tuple(Speaker(name, name) for name in speakers),
        utterances=tuple(
            Utterance(str(n), speakers[n % len(speakers)], lines[n % 4], cast.NOW, str(n - 1) if n > 1 else None)
            for n in range(1, 13)
        ),
        declared=Declared(
            purpose=Purpose(mark("why"), mark("for-whom"), mark("done-when"), mark("outside")),
        ),
    )


def place(
    steward: Person,
    facilitator: Person | None,
    member: Person | None,
    former: Person | None,
    *,
    of: str,
    talking: dict[str, Person],
) -> Place:
    """`of` is what every word of this place begins with; `talking`: who takes part in its rooms, and as what."""
    words: dict[str, str] = {}

    def mark(thing: str) -> str:
        return words.setdefault(thing, f"{of}{len(words)}{thing.replace('-', '')}qz")

    roles = {"facilitator": facilitator} if facilitator else {}
    inside = [one for who, one in talking.items() if not one.is_guest and who != "outsider-here"]
    circle = cast.circle(
        steward, *filter(None, (member, former)), *inside, name=f"Circle {mark('circle-name')}", **roles
    )
    Circle.objects.filter(pk=circle.pk).update(about=f"About {mark('about')}")
    circle.refresh_from_db()
    if former:
        remove(person=steward, membership=Membership.objects.get(circle=circle, person=former), now=timezone.now())
    names = (f"Ann {mark('speaker')}", f"Ben {mark('second-speaker')}")
    dialogue = cast.dialogue(circle, marked_talk(mark, names), steward, people={names[0]: steward})
    now = timezone.now()
    invitation = invite(
        person=steward, circle=circle, email=f"{mark('invited').lower()}@example.org", role="member", now=now
    )
    cast.work()
    brought = Import.objects.create(
        circle=circle, person=steward, file_names=f"{mark('file')}.xml", state="ready", reader="forum",
        created_at=now, touched_at=now, skipped_count=1,
        skipped=[{"where": mark("skipped"), "why": {"one": "It has no date we can read."}}],
    )  # fmt: skip
    Found.objects.create(
        export=brought, number=1, source_key="x" * 64, title=mark("found"), opening=mark("opening"),
        contributions=3, speakers=2,
    )  # fmt: skip
    photos.folder().mkdir(parents=True, exist_ok=True)
    (photos.folder() / f"{of}.webp").write_bytes(f"RIFF {mark('photo')}".encode())
    Person.objects.filter(pk=steward.pk).update(photo=f"{of}.webp")
    bycatch, learning = harvested(steward, mark)
    mine = Membership.objects.get(circle=circle, person=member or steward)
    closed, shared = closed_room(circle, talking, of=f"{of}C"), open_room(circle, talking, of=f"{of}O")
    if member:  # of the circle, and in neither room: who that is is not told in them
        Person.objects.filter(pk=member.pk).update(name=f"{member.name} {mark('member-name')}")
        closed.words["member-name"] = shared.words["member-name"] = words["member-name"]
    cast.work()
    token = new_link(invitation=invitation)
    method = own_method(steward, circle, mark)
    return Place(
        circle, dialogue, invitation, token, brought, mine, words, steward, bycatch, learning, method, closed, shared
    )


def own_method(steward: Person, circle: Circle, mark: Callable[[str], str]) -> OwnMethod:
    """A method of the circle's own, with words that stand in no other."""
    words = dumps(newest("open_dialogue")).replace('key = "open_dialogue"', 'key = "our_hour"', 1)
    words = words.replace("Open dialogue", f"Our hour {mark('method-name')}", 1)
    words = words.replace("What would you like to think about", f"What {mark('method-prompt')} keeps you awake", 1)
    return keep_method(person=steward, circle=circle, text=words, now=timezone.now())


def harvested(person: Person, mark: Callable[[str], str]) -> tuple[Bycatch, Learning]:
    """What somebody caught, and a harvest of this month in which it stands."""
    now = timezone.now()
    caught = catching.catch(person=person, words=mark("bycatch"), from_whom=mark("caught-from"), now=now)
    month = rules.around("month", person.today(now))
    chosen = chosen_by(person, [f"b{caught.pk}"])
    made = harvesting.choose(person=person, period=month, chosen=chosen, now=now).learnings.get()
    said = {name: mark(name) for name in ("words", "from_whom", "used_where", "shows")}
    harvesting.say(person=person, learning=made, now=now, intended=False, **said)
    return caught, made


class Stage:
    """Ada's circle, Carla's circle, and everybody's browser."""

    def __init__(self) -> None:
        names = ("Ada", "Dee", "Bob", "Carla", "Eve", "Fay", "Pia", "Olu", "Hal", "Quin", "Una")
        self.people = {name: cast.person(name) for name in names}
        ada, dee, bob, carla, eve, fay, pia, olu, hal, quin, una = self.people.values()
        gus = guest("Gus")
        talking = {
            "participant": pia, "owner": olu, "host": hal, "quiet": quin, "guest-here": gus, "outsider-here": una,
        }  # fmt: skip
        self.here = place(ada, dee, bob, eve, of="H", talking=talking)
        others = {who: guest(f"Some {who}") for who in talking if who != "owner"} | {"owner": cast.person("Oto")}
        self.there = place(carla, None, None, None, of="T", talking=others)
        fay.email = self.here.invitation.email
        fay.save(update_fields=["email"])
        self.who: dict[str, Person | None] = {
            "anonymous": None, "steward": ada, "facilitator": dee, "member": bob, "elsewhere": carla, "former": eve,
            "invited": fay,
            "guest": guest("Gil"), "participant": pia, "owner": olu, "host": hal, "guest-here": gus,
            "outsider-here": una,
        }  # fmt: skip
        self.mails = list(mail.outbox)  # what went out meanwhile
        self.sessions = {role: cast.signed_in(one).cookies if one else {} for role, one in self.who.items()}

    def browser(self, role: str) -> Client:
        browser = Client(raise_request_exception=False)
        for name, morsel in self.sessions[role].items():
            browser.cookies[name] = morsel.value
        return browser


def without_trace(ask: Callable[[], HttpResponse]) -> HttpResponse:
    """What the server answers, with everything it wrote taken back."""
    with transaction.atomic():
        response = ask()
        transaction.set_rollback(True)
    return response


def sent(browser: Client, method: str, address: str, form: dict[str, Any], **more: Any) -> HttpResponse:
    """Ask for an address by a method; a POST takes the form with it (bytes become a file), and leaves no trace."""
    if method != "POST":
        return without_trace(lambda: browser.generic(method, address, **more))
    filled = {k: SimpleUploadedFile("some.xml", v) if isinstance(v, bytes) else v for k, v in form.items()}
    return without_trace(lambda: browser.post(address, filled, **more))


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every (name, view) there is."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern), pattern.callback


Addresses = dict[str, tuple[list[Any], dict[str, Any]]]


def addresses(at: Place, gone: bool = False, room: Held | None = None) -> Addresses:
    """For every route the arguments that lead to this place, and a form it would take.

    room: which dialogue, where it is not the one that was brought in.
    """
    key = "nothing-here" if gone else at.circle.key
    dialogue = "nothing-here" if gone else room.dialogue.key if room else at.dialogue.key
    brought = "nothing-here" if gone else at.brought.key
    no = 10**7 if gone else 0
    member, invitation = no or at.member.pk, no or at.invitation.pk
    token = "no-such-token" if gone else at.token
    return {
        "home": ([], {}),
        "about": ([], {}),
        "kept": (["nothing"], {}),
        "set_language": ([], {"language": "nl"}),
        "account_login": ([], {}),
        "account_logout": ([], {}),
        "account_inactive": ([], {}),
        "account_signup": ([], {}),
        "account_reauthenticate": ([], {}),
        "account_email": ([], {}),
        "account_email_verification_sent": ([], {}),
        "account_change_password": ([], {}),
        "account_set_password": ([], {}),
        "account_reset_password": ([], {}),
        "account_confirm_login_code": ([], {}),
        "account_confirm_email": (["nothing"], {}),
        "account_reset_password_from_key_done": ([], {}),
        "account_reset_password_from_key": (["1", "nothing"], {}),
        "account_reset_password_done": ([], {}),
        "profile": ([], {}),
        "free_days_add": ([], {"first": "2026-12-24", "last": "2026-12-31"}),
        "free_days_remove": ([10**7], {}),
        "claim": ([], {"email": "gil@example.org"}),
        "claim_link": (["no-such-token"], {}),
        "photo": ([no or at.steward.pk], {}),
        "circle_list": ([], {}),
        "circle_new": ([], {"name": "New", "language": "en"}),
        "invitation": ([token], {"yes": "1"}),
        "invitation_accept": ([invitation], {}),
        "circle": ([key], {}),
        "dialogue_list": ([key], {}),
        "circle_people": ([key], {"email": "gus@example.org", "role": "member"}),
        "circle_edit": (
            [key],
            {
                "name": "New name",
                "language": "en",
                "weekdays": ["0", "4"],
                "closing": "17:00",
                "zone": "Europe/Amsterdam",
                "joining": "link",
            },
        ),
        "member_role": ([key, member], {"role": "steward"}),
        "member_remove": ([key, member], {}),
        "invitation_withdraw": ([key, invitation], {}),
        "dialogue": ([dialogue], {}),
        "contribution": ([dialogue, 2], {}),
        "big_screen": ([dialogue], {}),
        "console": ([dialogue], {}),
        "private_words": ([dialogue], {}),
        "private_word": ([dialogue, no or 1], {"source": "Take your time"}),
        "word_answer": ([dialogue, 10**7], {"source": "Thank you"}),
        "word_away": ([dialogue, 10**7], {}),
        "mirror": ([dialogue], {}),
        "mirror_over_time": ([dialogue], {}),
        "series": ([dialogue], {}),
        "circle_mirror": ([key], {}),
        "own_view": ([dialogue], {"purpose": "4", "depth": "3", "diversity": "cannot tell", "deeds": "0"}),
        "own_view_away": ([dialogue], {}),
        "validity": ([], {}),
        "mirror_ask": ([dialogue], {"dimension": "depth", "asked": "nothing"}),
        "remark": ([dialogue], {"evidence": "explicit:", "stance": "wrong"}),
        "grounds": ([dialogue, "grounds"], {}),
        "report": ([dialogue], {}),
        "report_pdf": ([dialogue], {}),
        "report_file": ([dialogue], {}),
        "releases": ([dialogue], {"purpose": "For the board", "quotes": "", "until": cast.LATER}),
        "release": ([dialogue, no or 10**6], {"stance": "yes"}),
        "release_page": ([dialogue, no or 10**6], {}),
        "released": (["no-such-token"], {}),
        "own_methods": ([key], {}),
        "own_method_new": ([key], {"file": b"not a method"}),
        "own_method_keep": ([key], {"words": "not a method"}),
        "own_method": ([key, no or at.method.pk], {}),
        "own_method_file": ([key, no or at.method.pk], {}),
        "own_method_away": ([key, no or at.method.pk], {}),
        "own_method_back": ([key, no or at.method.pk], {}),
        "import_new": ([key], {"export": b"not an export", "once": ""}),
        "import": ([brought], {"chosen": "1", "group_knows": "knows", "pseudonyms": "on"}),
        "import_undo": ([brought], {}),
        "import_drop": ([brought], {}),
        **of_dialogue(dialogue, room or at.closed, no),
        "bycatches": ([], {"words": "Something", "from_whom": ""}),
        "bycatch": ([no or at.bycatch.pk], {"words": "Something else", "from_whom": ""}),
        "bycatch_away": ([no or at.bycatch.pk], {}),
        "bycatch_back": ([no or at.bycatch.pk], {}),
        "own_period": ([], {}),
        "own_period_all": (["bycatches"], {}),
        "harvest_choose": ([], {"own": "Something"}),
        "harvest_kept": ([no or at.learning.harvest_id], {}),
        "harvest_ask": ([no or at.learning.harvest_id], {"sentence": "What did I learn?", "method": "nothing"}),
        "harvest_pdf": ([no or at.learning.harvest_id], {}),
        "harvest_file": ([no or at.learning.harvest_id], {}),
        "harvest_delete": ([no or at.learning.harvest_id], {}),
        "learning": ([no or at.learning.harvest_id, no or at.learning.pk], {"words": "Something"}),
        "learning_away": ([no or at.learning.harvest_id, no or at.learning.pk], {}),
        "learning_back": ([no or at.learning.harvest_id, no or at.learning.pk], {}),
        "deed": ([10**7], {}),
        "deed_tell": ([10**7], {"outcome": "done"}),
        "deed_story": ([10**7], {"story": "It went well."}),
        "deed_move": ([10**7], {"week": "1"}),
        "deed_by_mail": (["no-such-token"], {"outcome": "done"}),
        "mail_stop": (["no-such-token"], {}),
        "demo": ([], {}),
        "demo_step_in": (["ada"], {}),
        "demo_mails": ([], {}),
        "demo_mail": ([10**7], {}),
    }


def of_dialogue(key: str, room: Held, no: int) -> Addresses:
    """The routes of a dialogue that is held here. no: a number nothing has, 0 for those of the room."""
    case, one = no or 1, no or room.numbers["question"]
    words = {"source": "Words", "step": room.step, "kind": "question", "about": "0", "once": ""}
    return {
        "methods": ([], {}),
        "method": (["no-such" if no else room.dialogue.method], {}),
        "method_file": (["no-such" if no else room.dialogue.method], {}),
        "start": ([], {"sentence": "How do I begin?", "name": "Ina"}),
        "join": ([f"{'nothing-here.0' if no else room.token}"], {"name": "Ina", "seeks": "", "brings": ""}),
        "come_in": ([key], {}),
        "follow": ([key], {"stance": "mute"}),
        "look_back_away": ([key], {}),
        "intention": ([key], {"seeks": "To learn", "brings": "Time"}),
        "sharpen": ([key], {"title": "Another title", "why": "Why not"}),
        "plan": ([key], {"method": room.dialogue.method, "course": "apart", "steering": "", "room": "closed"}),
        "lengths": ([key], {"length-harvest": "2"}),
        "begin": ([key], {}),
        "dialogue_people": ([key], {"email": "gus@example.org", "name": "Gus", "question": "What do you say?"}),
        "dialogue_roles": ([key], {"role-1": "owner"}),
        "new_link": ([key], {}),
        "invite_away": ([key, no or room.invite.pk], {}),
        "let_go": ([key, no or 2], {}),
        "picture": ([key, one], {}),
        "rather_not": ([key, one], {}),
        "keep_words": ([key], {"keep": "yes"}),
        "own_words": ([key], {}),
        "agreement": ([key], {"learning": "mix", "confidence": "Nothing leaves", "keep_months": "3"}),
        "contribute": ([key], words),
        "guided": ([key], {"question": "What now?", "step": room.step, "kind": "question"}),
        "hint_line": ([key], words),
        "hat": ([key], {"step": room.step}),
        "gesture": ([key], {"kind": "pass", "step": room.step}),
        "vote": ([key], {"step": room.step, "vote": one}),
        "rate": ([key], {"step": room.step, f"rate-{one}": "warm"}),
        "harvest": ([key], {"step": room.step, "takeaway": "Much", "deed": "Little", "judge": ""}),
        "round_off": ([key], {"step": room.step, "outcome": "All is well"}),
        "sum_up": ([key], {"source": "In short", "step": room.step, "rests_on": [case], "once": ""}),
        "sum_up_again": ([key, one], {"source": "In short"}),
        "still_right": ([key, one], {"read_at": ""}),
        "draft": ([key], words),
        "draft_away": ([key, no or room.draft.pk], {}),
        "move": ([key], {"kind": "close", "step": room.step, "version": "1"}),
        "history": ([key, one], {}),
        "change": ([key, one], {"source": "Other words"}),
        "back": ([key, one], {}),
        "hide": ([key, case], {"why": "A name in it"}),
        "sign": ([key, one], {}),
        "received": ([key, one], {}),
    }
