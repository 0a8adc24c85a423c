"""Who may do what around a dialogue, and how it is shaped. What a step allows is for `iq4d.methods` to say."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta

from iq4d.methods.method import SCALE
from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

# Refusals that follow from what is there, without a question of rights.
CANNOT_BEGIN = refusal("dialogues.cannot-begin")  # with what the engine says
NO_WORDS = refusal("dialogues.no-words")
NOT_BEGUN = refusal("dialogues.not-begun")
NOT_TAKING_PART = refusal("dialogues.not-taking-part")
ONE_OWNER = refusal("dialogues.one-owner")
OVER = refusal("dialogues.over")
FULL = refusal("dialogues.full")
NOBODY_TO_ASK = refusal("dialogues.nobody-to-ask")
GONE = refusal("dialogues.gone")
HERE_NO_LONGER = refusal("dialogues.here-no-longer")
WITHDRAWN = "no"  # the consent of somebody who is in a picture and would rather not be
CONSENT_FIRST = refusal("dialogues.consent-first")
OTHER_POINTS = refusal("dialogues.other-points")

POINTS = tuple(str(n) for n in range(1, SCALE + 1))  # a rating where a step has a scale
WARM = ("warm", "lukewarm", "cold")  # and where it has none

CAME_IN = ("link", "invited")  # ways of coming in from outside the circle
LEVELS = 2  # of reply, under a contribution
LEADS = ("facilitator", "owner")  # who sets a dialogue up; while it runs the engine says who leads
SUMS_UP = (*LEADS, "scribe")  # who may sum up where a step does not ask for it
UNDO_DAYS = 14  # that long something taken back can be brought back
INVITES_A_DAY = 50  # by one person: strangers must not be written to through us
GUEST_INVITES_A_DAY = 5  # by somebody whom nothing but this browser knows
TO_ONE_ADDRESS = 3  # a day, over everybody who asks
LONGEST = 20_000  # characters of one contribution


def shape(number: int, answered: tuple[int, int, int, int] | None) -> tuple[int, int, int]:
    """(top, branch, level) of contribution `number`.

    answered: (number, top, branch, level) of what it replies to. A reply deeper than two levels stands at level 2
    under its thread, in order of time. So a page is read in the order of (top, branch, number), and a reply that
    comes later moves nobody else.

    >>> shape(7, None), shape(8, (7, 7, 0, 0)), shape(9, (8, 7, 8, 1)), shape(10, (9, 7, 8, 2))
    ((7, 0, 0), (7, 8, 1), (7, 8, 2), (7, 8, 2))
    """
    if answered is None:
        return number, 0, 0
    to, top, branch, level = answered
    if level == 0:
        return to, number, 1
    return top, branch or to, LEVELS


def reading_order(answers: Sequence[int | None]) -> list[tuple[int, int]]:
    """Where each contribution of a whole conversation stands on the page.

    answers: for contribution i (0-based, in order of time) the index it replies to, or None. Gives, in reading
    order, pairs (index, level) with level 0, 1 or 2. No recursion: reply chains of any length come in (SECURITY
    rule 11).

    >>> reading_order([None, 0, None, 1, 3, 0])
    [(0, 0), (1, 1), (3, 2), (4, 2), (5, 1), (2, 0)]
    """
    shapes = shapes_of(answers)
    order = sorted(range(len(shapes)), key=lambda i: (shapes[i][0], shapes[i][1], i))
    return [(i, shapes[i][2]) for i in order]


def shapes_of(answers: Sequence[int | None]) -> list[tuple[int, int, int]]:
    """`shape` of every contribution of a whole conversation; a reply to something later is no reply."""
    found: list[tuple[int, int, int]] = []
    for index, answered in enumerate(answers):
        known = None if answered is None or answered >= index else (answered + 1, *found[answered])
        found.append(shape(index + 1, known))
    return found


def may_see(*, way: str | None, in_circle: bool, is_member: bool, room: str) -> bool:
    """way: how this person takes part, None for who does not; in_circle: whether it stands in one, is_member: of it.

    Who came in by link or invitation sees that dialogue, and who started one outside any circle; the rest is for
    members: open rooms, also after they took part no longer, and the closed ones in which they take part.
    `Dialogue.objects.seen_by` says the same in SQL.
    """
    return way in CAME_IN or (way == "started" and not in_circle) or (is_member and (room == "open" or way is not None))


def may_start(*, has_account: bool, open_start: bool, in_circle: bool, role: str | None) -> Verdict:
    """in_circle: whether it is to stand in a circle; role: the person's role in it. open_start: guests may start."""
    if not has_account and not open_start:
        return refusal("dialogues.account-first")
    return refusal("dialogues.not-a-member") if in_circle and role is None else ALLOWED


def may_prepare(*, role: str | None, started_it: bool) -> Verdict:
    """Purpose, method, dates, roles, invitations taken back, the link: for who leads it, and who started it."""
    return ALLOWED if leads(role=role, started_it=started_it) else refusal("dialogues.not-lead")


def may_sign(*, is_author: bool, nameless: bool, signed: bool, still_blind: bool) -> Verdict:
    """Putting one's name under what was brought without. nameless: its step names nobody; still_blind: it runs, or
    what was brought there still goes round as cards.
    """
    if not (is_author and nameless) or signed:
        return refusal("dialogues.nothing-to-sign")
    return refusal("dialogues.still-blind") if still_blind else ALLOWED


def may_go_on(*, state: str, role: str | None, started_it: bool, same_circle: bool) -> Verdict:
    """A next conversation that goes on from this one, in the same circle: for who leads it, once it is over."""
    if state != "finished":
        return refusal("dialogues.still-going")
    if not same_circle:
        return refusal("dialogues.other-circle")
    return may_prepare(role=role, started_it=started_it)


def leads(*, role: str | None, started_it: bool) -> bool:
    """`Invites.of_who_leads` says the same in SQL."""
    return role in LEADS or (role is not None and started_it)


def may_invite(
    *, role: str | None, back: bool, leads: bool, is_guest: bool, today: int, to_this_address: int
) -> Verdict:
    """Everybody who takes part may ask somebody in; whom a leader let go only who leads.

    back: it is somebody known to the circle who was let go; today: how many this person asked in the last 24 hours;
    to_this_address: how often anybody asked that address.
    """
    if role is None:
        return refusal("dialogues.not-taking-part")
    if back and not leads:
        return refusal("dialogues.not-asked-back")
    if to_this_address >= TO_ONE_ADDRESS:
        return refusal("dialogues.address-often")
    if is_guest and today >= GUEST_INVITES_A_DAY:
        return refusal("dialogues.guest-invited-many")
    return refusal("circles.invited-many") if today >= INVITES_A_DAY else ALLOWED


def may_use_invite(*, stands: bool, for_another: bool, known: bool) -> Verdict:
    """A personal link. stands: as `Invites.standing` says; for_another: it names somebody else; known: signed in."""
    if not stands:
        return refusal("circles.invitation-over")
    if for_another:
        return refusal("dialogues.invitation-other") if known else refusal("dialogues.invitation-sign-in")
    return ALLOWED


def may_come_back(*, let_go: bool, invited_since: bool) -> Verdict:
    """Who left may come back as anybody comes in; whom somebody else let go only when who leads asked them since."""
    return refusal("dialogues.let-go") if let_go and not invited_since else ALLOWED


def may_come_in(*, joining: str, is_member: bool, has_account: bool, invited: bool) -> Verdict:
    """By the link. joining: what the circle asks ("link" where there is no circle)."""
    if is_member or invited or joining == "link":
        return ALLOWED
    if joining == "account":
        return ALLOWED if has_account else refusal("dialogues.account-to-join")
    return refusal("dialogues.only-invited")


def may_begin(*, state: str, may_prepare: Verdict) -> Verdict:
    return may_prepare if state == "gathering" else refusal("dialogues.begun")


def may_change_method(*, state: str, others_wrote: bool) -> Verdict:
    """Another method is another course: only as long as nobody but its owner has written."""
    if state == "finished" or others_wrote:
        return refusal("dialogues.begun")
    return ALLOWED


def may_open_room(*, state: str, others_wrote: bool) -> Verdict:
    """A closed room is opened to the circle only as long as nobody else has trusted it with words."""
    return refusal("dialogues.room-trusted") if state == "finished" or others_wrote else ALLOWED


def may_agree(*, state: str) -> Verdict:
    return OVER if state == "finished" else ALLOWED


def may_answer_on_keeping(*, state: str, wipes_at: datetime | None, now: datetime) -> Verdict:
    """Whether the words are kept is asked from the end until the moment they go. wipes_at: None where they stay."""
    if state != "finished" or wipes_at is None or wipes_at <= now:
        return refusal("dialogues.keeping-settled")
    return ALLOWED


def may_take_down(*, takes_part: bool, is_author: bool, has_picture: bool) -> Verdict:
    """Who is in a picture and would rather not has it hidden at once, unasked. Its author takes it back instead."""
    return ALLOWED if takes_part and has_picture and not is_author else refusal("dialogues.not-lead")


def may_edit(*, is_author: bool, hidden: bool, removed: bool) -> Verdict:
    return ALLOWED if is_author and not hidden and not removed else refusal("dialogues.not-yours")


def may_sum_up(*, asked: bool, role: str) -> Verdict:
    """A summary stands on top of what everybody said. asked: whether the step asks this person for it.

    Where it does not, who leads or notes for all may, as far as its steering lets anybody step outside.
    """
    return ALLOWED if asked or role in SUMS_UP else refusal("dialogues.not-lead")


def may_look_again(*, is_author: bool, leads: bool) -> Verdict:
    """Whether somebody may say that a summary still is right: its author, and who leads."""
    return ALLOWED if is_author or leads else refusal("dialogues.not-lead")


def may_restore(
    *, is_author: bool, removed_at: datetime | None, now: datetime, full: int = 0, wiped: bool = False
) -> Verdict:
    """full: so much fits in its step, and its author brought that since then; 0 where there is room.

    wiped: its words were let go with all of the conversation.
    """
    if wiped:
        return refusal("dialogues.words-gone")
    if not is_author or removed_at is None:
        return refusal("dialogues.not-yours")
    if now - removed_at >= timedelta(days=UNDO_DAYS):
        return refusal("dialogues.too-late")
    return refusal("dialogues.step-full", n=full) if full else ALLOWED


def usual_kind(source: str, kinds: Sequence[str], *, answers_question: bool = False) -> str:
    """What words are taken for when nobody said so: a question if they end as one, else what the step asks first.

    kinds: what may be brought, as the step lists it; not empty.

    >>> usual_kind("Why now?", ["question", "answer", "view"]), usual_kind("I saw it.", ["question", "view"])
    ('question', 'view')
    """
    asks = source.rstrip().rstrip("\"'”’)*_").endswith("?")
    if asks and "question" in kinds:
        return "question"
    wanted = ["answer", "view"] if answers_question else ["view", "answer"]
    told = [kind for kind in [*wanted, *kinds] if kind in kinds and kind != "question"]
    return told[0] if told else kinds[0]


def to_go(*, target: int | None, so_far: int) -> int:
    """How many reactions are still hoped for."""
    return max(0, (target or 0) - so_far)


def reading_minutes(words: int) -> int:
    """At 200 words a minute, rounded up, and one at least."""
    return max(1, -(-words // 200))


def kept_until(ended: datetime, months: int) -> datetime:
    """So many months after the end, on the same day of the month or the last there is.

    >>> kept_until(datetime(2026, 11, 30), 3)
    datetime.datetime(2027, 2, 28, 0, 0)
    """
    years, month = divmod(ended.month - 1 + months, 12)
    year, month = ended.year + years, month + 1
    return ended.replace(year=year, month=month, day=min(ended.day, monthrange(year, month)[1]))
