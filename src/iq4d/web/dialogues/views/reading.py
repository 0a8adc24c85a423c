"""Reading a dialogue: the page with what is asked of one now, one contribution, its history, a circle's list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from iq4d.methods import progress
from iq4d.web.circles.views import circle_or_404
from iq4d.web.dialogues import (
    cores,
    desk,
    gestured,
    hinting,
    kept_words,
    letting_go,
    links,
    outcome,
    pulse,
    queries,
    replying,
    rules,
    stands,
    synthesis,
)
from iq4d.web.dialogues import render as drawing
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.moving import is_due, move_on
from iq4d.web.dialogues.asked_step import Task
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.own_methods.queries import method_of
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.slots import DIALOGUE_FOOT, DIALOGUE_HEAD, DIALOGUE_LEAD, links_on, more_on
from iq4d.web.dialogues.wording import REACHED, WARMTH
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.kept import texts_in, words_in
from iq4d.web.ui.markup import kept_safe
from iq4d.web.ui.pages import asked_page
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused

MOST_PAGES = 100_000  # of one dialogue, in an address


def dialogue_or_404(request: PersonRequest, key: str) -> Dialogue:
    dialogue = queries.dialogue_for(request.user, key)
    if dialogue is None:
        raise Http404
    return dialogue


def room_or_404(request: PersonRequest, key: str, *, about: tuple[int, ...] = ()) -> Room:
    """The dialogue as this person meets it, with what was due by the clock done first."""
    now = timezone.now()
    room = queries.room_by_key(request.user, key, now, about=about)
    if room is None:
        raise Http404
    if request.method == "POST" and is_due(getattr(room.dialogue, "standing", None), now):
        move_on(dialogue=room.dialogue, now=now)
        room = queries.room_for(request.user, dialogue_or_404(request, key), now, about=about)
    return room


def own_room_or_404(request: PersonRequest, key: str, *, about: tuple[int, ...] = ()) -> Room:
    """The same, for who takes part. Whoever no longer does, and was just writing, gets their words back: Refused."""
    try:
        room = room_or_404(request, key, about=about)
    except Http404:
        _words_back(request, key)
        raise
    if room.me is None:
        _words_back(request, key)
        raise Http404
    return room


def _words_back(request: PersonRequest, key: str) -> None:
    """Refused, with what was sent, for who took part here; others do not hear that there is anything."""
    wrote = request.method == "POST" and words_in(texts_in(request))
    if wrote and queries.takes_part_no_longer(request.user, key):
        raise Refused(rules.HERE_NO_LONGER)


@surface("page", shows="dialogue titles")
def dialogue_list(request: PersonRequest, key: str) -> HttpResponse:
    """All dialogues of a circle, in pages."""
    circle = circle_or_404(request, key)
    dialogues = queries.dialogues_in(circle, request.user)
    page, pages = asked_page(request, dialogues.count(), queries.PER_PAGE)
    first = (page - 1) * queries.PER_PAGE
    context = {
        "circle": circle,
        "dialogues": dialogues[first : first + queries.PER_PAGE],
        "page": page,
        "pages": pages,
    }
    return render(request, "dialogues/list.html", context)


@surface("page", open_to="guests", shows="dialogue")
def dialogue_page(request: PersonRequest, key: str) -> HttpResponse:
    """What is asked of one now, and a window of what was said: ?page=2, in reading order."""
    asked = asked_number(request, "reply")
    if (seen := request.GET.get("seen")) and request.headers.get("HX-Request") and nothing_new(request, key, seen):
        return HttpResponse(status=204)
    room = room_or_404(request, key, about=(asked,) if asked else ())
    return render(request, "dialogues/dialogue.html", context_of(request, room))


def nothing_new(request: PersonRequest, key: str, seen: str) -> bool:
    """Whether a page that asks whether it is old need not be drawn anew."""
    page, _ = asked_page(request, MOST_PAGES * queries.WINDOW, queries.WINDOW)
    return seen == pulse.pulse_now(request.user, key, page, timezone.now())


def asked_number(request: HttpRequest, name: str) -> int:
    """A contribution's number in the address; 0 for none or nonsense."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def context_of(request: PersonRequest, room: Room, *, answering: int = 0, **more: Any) -> dict[str, Any]:
    """All that the page of a dialogue shows. answering: what is replied to; more: words that came back, and why."""
    dialogue, language = room.dialogue, request.LANGUAGE_CODE
    tasks = desk.tasks(room, language)
    may_reply = any(replying.is_reply(kind) for task in tasks for kind, _ in task.kinds)
    page, pages, shown = the_window(request, room)
    here = {c.number for c in shown}
    names = {c.number: (c.name, c.participant) for c in shown if c.removed_at is None}
    deeper = {c.answers for c in shown if c.answers and c.level == 2}
    summed = synthesis.summaries(room, shown if pages == 1 else None, here)
    more_under = more_on(room, shown)
    for number, html in synthesis.under(dialogue, summed).items():
        more_under[number] = html + more_under.get(number, "")
    looks = drawing.Looks(
        key=dialogue.key,
        language=language,
        mine=room.me.number if room.me else 0,
        here=here,
        names={n: names[n] for n in deeper & set(names)} | queries.names_in(room, list(deeper - here)),
        kept=room.kept,
        replies=may_reply,
        hides=room.me is not None and room.me.role == "facilitator",
        asks=may_reply and any(kind == "answer" for task in tasks for kind, _ in task.kinds),
        more=more_under,
        links=links_on(room, shown),
        summed={one.number for one in summed[0].grounds} if summed else (),
        lines=stands.ends(room, language),
        nameless=room.unnamed - standings.blind_steps(room.state),
    )
    said = cores.said_in(room, shown if pages == 1 else None)
    stood = stands.where_people_stand(room, language)
    desk.with_material(room, tasks, looks_at_the_table(looks), shown if pages == 1 else None, stood)
    words = sum(len(contribution.html) for contribution in shown) // 6
    method = room.state.method if room.state else method_of(dialogue)
    kept = kept_words.kept_words(room, tasks, shown)
    came = outcome.outcome(room, shown if pages == 1 else None) if page == 1 else None
    parts = sections(room, shown, looks, language, stands.not_at_the_table(stood, tasks))
    where_said(tasks, parts, shown)
    context = {
        "dialogue": dialogue,
        "room": room,
        "method_name": method.name.say(language) if method else "",
        "missing": people_missing(room),
        "owner_to_come": method is not None and any(phase.chooses for phase in method.phases),
        "link": links.address(links.token_of(dialogue)) if dialogue.held_here else "",
        "agreed_something": bool(dialogue.learning or dialogue.confidence or dialogue.keep_months),
        "tasks": tasks,
        "sections": parts,
        "page": page,
        "pages": pages,
        "pulse": pulse.pulse_of(room, shown),
        "trail": desk.trail(room, language),
        "progress": progress(room.state) if room.state else None,
        "lines": cores.lines(room, said, language),
        "kept_questions": cores.kept_questions(room, said),
        "outcome": came,
        "summaries": summed if page == 1 else [],
        "to_rest_on": synthesis.choices_on(room, shown, language)
        if pages == 1 and any(task.rounds_off for task in tasks)
        else [],
        "looks_again": bool(summed) and page == 1 and synthesis.may_look_again(room, summed[0]),
        "rewrites": synthesis.rewritten_at(room, summed[0]) if summed and page == 1 else "",
        "under_deeds": {one.number: kept_safe(looks.more.get(one.number, "")) for one in came.deeds} if came else {},
        "verdicts": gestured.verdicts(dialogue) if dialogue.done_when and room.state else {},
        "warmth": WARMTH,
        "reached": REACHED,
        "reading": rules.reading_minutes(words),
        "to_go": rules.to_go(target=dialogue.target, so_far=queries.reactions(room) if dialogue.target else 0),
        "kept_drafts": kept,
        "harvest": kept_words.harvest_again(kept),
        "reply": reply_of(room, looks, answering or asked_number(request, "reply")),
        "head": DIALOGUE_HEAD.parts(room),
        "foot": DIALOGUE_FOOT.parts(room),
        "lead": DIALOGUE_LEAD.parts(request.user, room) if room.leads else [],
        "nested": any(contribution.level for contribution in shown),
        "tips_welcome": hinting.asked_for_tips(room),
        "letting_go": letting_go.told(room, method),
        "fresh": request.GET.get("started") == "1",
    }
    return context | more


def people_missing(room: Room) -> int:
    """How many more its method needs before it can begin."""
    method = method_of(room.dialogue)
    if method is None or room.state is not None:
        return 0
    here = [one for one in room.participants if one.removed_at is None and one.role != "facilitator"]
    return max(0, method.least - len(here))


def the_window(request: PersonRequest, room: Room) -> tuple[int, int, list[queries.Shown]]:
    """(page, pages, what stands on it). Nothing is counted: how many pages follow is known from what all see.

    Raises Http404 for a page that is not there.
    """
    page, _ = asked_page(request, MOST_PAGES * queries.WINDOW, queries.WINDOW)
    shown, more = queries.window(room, page)
    if page > 1 and not shown:
        raise Http404
    known = -(-room.dialogue.contribution_count // queries.WINDOW)
    return page, max(page + 1, known) if more else page, shown


def looks_at_the_table(looks: drawing.Looks) -> drawing.Looks:
    """The same contributions once more, as the material of a step: without anchors and links."""
    return drawing.Looks(looks.key, looks.language, kept=looks.kept, anchors=False, lines=looks.lines)


def sections(
    room: Room,
    shown: list[queries.Shown],
    looks: drawing.Looks,
    language: str,
    stood: Mapping[str, stands.Stands] | None = None,
) -> list[dict[str, Any]]:
    """The window cut at the steps in which threads began; one nameless section where there are none."""
    roots = queries.threads(shown)
    if room.state is None:
        return [{"id": "", "name": "", "html": drawing.threads(roots, looks)}] if roots else []
    named = {
        step.id: (room.state.phase(step).name.say(language), room.named(step.turn) if step.turn else "")
        for step in room.state.steps
    }
    found: list[dict[str, Any]] = []
    for root in roots:
        if not found or found[-1]["id"] != root.top.step:
            name, turn = named.get(root.top.step, ("", ""))
            found.append({"id": root.top.step, "name": name, "turn": turn, "roots": []})
        found[-1]["roots"].append(root)
    for number, section in enumerate(found):
        section["html"], section["n"] = drawing.threads(section.pop("roots"), looks), number
        section["stands"] = (stood or {}).get(section["id"])
    return found


def where_said(tasks: Iterable[Task], parts: list[dict[str, Any]], shown: list[queries.Shown]) -> None:
    """Tell each open step where on the page stands what others said in it, unless that lies on its own table."""
    places = {part["id"]: part["n"] for part in parts if part["name"]}
    for task in tasks:
        others = any(one.step == task.step.id and one.participant != task.number for one in shown)
        task.said_at = places.get(task.step.id) if others and not (task.lays_itself and task.material) else None


def reply_of(room: Room, looks: drawing.Looks, number: int) -> dict[str, Any] | None:
    """The contribution that is being answered, with the kinds it can be answered with; None for none."""
    shown = queries.these(room, [number]) if number else []
    if not shown or room.me is None:
        return None
    kinds = replying.reply_kinds(room, number)
    draft = next((d for d in room.drafts if d.about == number and not d.why), None)
    card = drawing.cards(shown, looks_at_the_table(looks))[number]
    if not kinds:
        return None
    return {"number": number, "card": card, "kinds": kinds, "draft": draft, "to": shown[0].name}


@surface("page", open_to="guests", shows="dialogue")
def contribution(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """To the page on which this contribution stands."""
    room = room_or_404(request, key)
    page = queries.page_of(room, number)
    if page is None:
        raise Http404
    return redirect(f"{room.dialogue.get_absolute_url()}{'' if page == 1 else f'?page={page}'}#c-{number}")


@surface("page", open_to="guests", shows="dialogue")
def history(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """What a contribution said before it was changed, for who sees it."""
    room = room_or_404(request, key)
    rows = Contribution.objects.filter(room.seen, dialogue=room.dialogue, number=number, removed_at=None)
    found = rows.select_related("participant").first()
    if found is None:
        raise Http404
    context = {"dialogue": room.dialogue, "contribution": found, "versions": queries.versions_of(found)}
    return render(request, "dialogues/history.html", context)
