"""What happens becomes something to hear, or an invitation that goes out at once."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from iq4d.web.dialogues import asking, receiving
from iq4d.web.dialogues.models import Contribution, Dialogue, Invite, Participant
from iq4d.web.dialogues.rules import LEADS
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry
from iq4d.web.notices import queries
from iq4d.web.notices.actions import note
from iq4d.web.notices.invitations import mail_invite

SHOWS = ("close", "reveal")  # moves after which more is seen of a step
AGAIN = ("reopen", "resume", "stand_in")  # moves after which a step asks anew what it asked before


def _dialogue(entry: Entry) -> Dialogue | None:
    kind, _, pk = entry.subject.partition(":")
    found = Dialogue.objects.select_related("standing", "circle")
    return found.filter(pk=int(pk)).first() if kind == "dialogue" else None


@listens_to("dialogues.begun", "dialogues.moved", "dialogues.reopened", "dialogues.joined", "dialogues.let-go")
def note_what_is_asked(entry: Entry) -> None:
    """Whoever others wait for now; and where a step just opened, also who may add something. Each step once."""
    dialogue = _dialogue(entry)
    if dialogue is None:
        return
    opened = entry.data.get("step") if entry.data.get("move") == "open" else None
    everything = entry.verb == "dialogues.begun"
    anew = f"@{entry.pk}" if entry.data.get("move") in AGAIN else ""
    mailable = set(queries.reachable().filter(participations__dialogue=dialogue).values_list("pk", flat=True))
    for one, asked in asking.everybody_asked(dialogue, timezone.now()):
        if one.person_id in mailable and one.person_id != entry.actor_id:
            new = [f"{it.step}:{it.act}{anew}" for it in asked if it.required or everything or it.step == opened]
            note(entry, "asked", [one.person_id], dialogue=dialogue.pk, abouts=new)


@listens_to("dialogues.moved")
def note_reminder(entry: Entry) -> None:
    """The engine reminds one person of one step."""
    dialogue = _dialogue(entry)
    if dialogue is None or entry.data.get("move") != "remind":
        return
    whom = Participant.objects.filter(dialogue=dialogue, number=int(entry.data["person"]), removed_at=None)
    note(
        entry, "reminded", queries.reachable().filter(participations__in=whom).values_list("pk", flat=True),
        dialogue=dialogue.pk,
    )  # fmt: skip


@listens_to("dialogues.contributed", "dialogues.shown-again", "dialogues.brought-back")
def note_contribution(entry: Entry) -> None:
    dialogue = _dialogue(entry)
    if dialogue is not None:
        _news(entry, dialogue, [entry.data["number"]])


@listens_to("dialogues.moved")
def note_what_came_to_light(entry: Entry) -> None:
    """What was private in a step is seen by others from now on. Who heard of it before does not hear it again."""
    dialogue = _dialogue(entry)
    if dialogue is None or entry.data.get("move") not in SHOWS or not entry.data.get("step"):
        return
    rows = Contribution.objects.filter(dialogue=dialogue, step=entry.data["step"], removed_at=None)
    _news(entry, dialogue, list(rows.values_list("number", flat=True)))


def _news(entry: Entry, dialogue: Dialogue, numbers: list[int]) -> None:
    authors = Contribution.objects.filter(dialogue=dialogue, number__in=numbers).values_list(
        "number", "participant__person"
    )
    people = list(queries.hearers(dialogue).values_list("pk", flat=True))
    for number, author in authors:
        note(entry, "news", [who for who in people if who != author], dialogue=dialogue.pk, abouts=[f"c{number}"])


@listens_to("dialogues.contributed", "dialogues.shown-again", "dialogues.brought-back", "dialogues.moved")
def note_what_was_learned(entry: Entry) -> None:
    """Somebody learned something from another's view: that one hears it, once they may read it."""
    dialogue, step = _dialogue(entry), entry.data.get("step", "")
    if dialogue is None or (entry.verb == "dialogues.moved" and entry.data.get("move") not in SHOWS):
        return
    rows = Contribution.objects.filter(dialogue=dialogue, kind="takeaway", removed_at=None)
    rows = rows.filter(number=entry.data["number"]) if "number" in entry.data else rows.filter(step=step)
    numbers = list(rows.values_list("number", flat=True))
    hear = receiving.whose(dialogue, numbers) if numbers else {}
    mailable = set(queries.reachable().filter(pk__in=hear.values()).values_list("pk", flat=True)) if hear else set()
    for number, person in hear.items():
        if person in mailable:
            note(entry, "learned", [person], dialogue=dialogue.pk, abouts=[f"c{number}"])


@listens_to("dialogues.finished")
def note_harvest(entry: Entry) -> None:
    dialogue = _dialogue(entry)
    if dialogue is not None:
        note(entry, "finished", queries.hearers(dialogue).values_list("pk", flat=True), dialogue=dialogue.pk)


@listens_to("dialogues.finished")
def note_whether_words_are_kept(entry: Entry) -> None:
    """Where they go after the end everybody who takes part is asked. Who answered is known when the mail goes."""
    dialogue = _dialogue(entry)
    if dialogue is None or dialogue.wipes_at is None:
        return
    here = Participant.objects.filter(dialogue=dialogue, removed_at=None).exclude(way="")
    people = queries.reachable().filter(participations__in=here).values_list("pk", flat=True)
    note(entry, "keep", people, dialogue=dialogue.pk)


@listens_to("dialogues.asked-in")
def note_invite(entry: Entry) -> None:
    """Somebody of the circle hears it in the mail of the day; a mail address gets one mail, at once."""
    invite = Invite.objects.filter(pk=entry.data["invite"]).select_related("dialogue", "dialogue__circle").first()
    if invite is None:
        return
    if entry.data["member"]:
        people = queries.reachable().filter(pk=entry.data["member"]).values_list("pk", flat=True)
        note(entry, "invited", people, dialogue=invite.dialogue_id, abouts=[f"i{invite.pk}"])
    else:
        mail_invite(invite, entry, timezone.now())


@listens_to("deeds.due", "deeds.buddy-asked")
def note_deed(entry: Entry) -> None:
    """Its owner is asked how it went; and whoever promised to ask after it. Which deeds, the mail looks up."""
    dialogue = _dialogue(entry)
    if dialogue is None:
        return
    if entry.verb == "deeds.due":
        whom, of = Q(contributions__dialogue=dialogue, contributions__number=entry.data["number"]), "d"
    else:
        whom, of = Q(dialogue=dialogue, number=int(entry.data["person"])), "b"
    here = Participant.objects.filter(whom, removed_at=None)
    people = queries.reachable().filter(participations__in=here).values_list("pk", flat=True)
    note(entry, "deed", people, dialogue=dialogue.pk, abouts=[f"{of}{entry.data['deed']}e{entry.pk}"])


@listens_to("facilitation.word", "facilitation.word-read")
def note_private_word(entry: Entry) -> None:
    """That one waits is heard by whom it is for, as long as they did not read it."""
    dialogue = _dialogue(entry)
    if dialogue is None:
        return
    word, about = entry.data["word"], f"w{entry.data['word']}"
    read = Entry.objects.filter(verb="facilitation.word-read", subject=entry.subject, data__word=word)
    if read.exists():
        queries.unheard().filter(dialogue=dialogue, kind="word", about=about).delete()
    else:
        people = queries.reachable().filter(pk=entry.data["to"]).values_list("pk", flat=True)
        note(entry, "word", people, dialogue=dialogue.pk, abouts=[about])


@listens_to("dialogues.hidden")
def note_photo(entry: Entry) -> None:
    """Somebody who is in a photo would rather not: its author and who leads hear that it is out of sight."""
    dialogue = _dialogue(entry)
    if dialogue is None or not entry.data.get("wish"):
        return
    number = entry.data["number"]
    author = Q(contributions__dialogue=dialogue, contributions__number=number)
    here = Participant.objects.filter(author | Q(role__in=LEADS), dialogue=dialogue, removed_at=None).exclude(way="")
    people = queries.reachable().filter(participations__in=here).values_list("pk", flat=True).distinct()
    note(entry, "photo", people, dialogue=dialogue.pk, abouts=[f"p{number}"])


@listens_to("deeds.told")
def note_what_came_of_a_deed(entry: Entry) -> None:
    dialogue = _dialogue(entry)
    if dialogue is not None:
        people = queries.hearers(dialogue).exclude(pk=entry.actor_id or 0).values_list("pk", flat=True)
        note(entry, "told", people, dialogue=dialogue.pk, abouts=[f"d{entry.data['deed']}"])
