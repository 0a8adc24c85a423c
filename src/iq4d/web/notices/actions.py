"""What somebody is to hear is noted, bundled and said; and what they want to hear is theirs to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from iq4d.web.dialogues.models import Dialogue, Participant
from iq4d.web.journal.actions import record
from iq4d.web.journal.models import Entry
from iq4d.web.notices import queries, tokens
from iq4d.web.notices.models import Bundle, Following, LookBack, Notice, Unasked
from iq4d.web.people.models import Person

KEPT = timedelta(days=60)  # what was said in a mail is remembered that long, so that it is not said again


def note(
    entry: Entry, kind: str, people: Iterable[int], *, dialogue: int | None, abouts: Iterable[str] = ("",)
) -> None:
    """These people are to hear of this. Twice is once.

    about: "" is the entry itself. Without waiting for the answer who saw it: that is asked when the mail goes.
    """
    told = [about or f"e{entry.pk}" for about in abouts]
    rows = [
        Notice(person_id=who, dialogue_id=dialogue, kind=kind, about=about, entry=entry.pk, at=entry.at)
        for who in people
        for about in told
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def bundle_up(*, person: Person, now: datetime) -> Bundle | None:
    """Claim this person's mail of today, with all they have not heard. None where another clock has it, or nothing is.

    The hour is not asked here: queries.with_mail_due says whose turn it is.
    """
    from iq4d.web.notices.tasks import send_bundle

    day = person.today(now)
    try:
        with transaction.atomic():
            if not queries.waiting(person).exists():
                return None
            made = Bundle.objects.create(
                person=person, day=day, created_at=now, message_id=tokens.message_id(f"day-{day:%Y%m%d}-{person.pk}")
            )
            queries.waiting(person).update(bundle=made)
            send_bundle.enqueue(made.pk)
    except IntegrityError:  # the day is unique for a person
        return None
    return made


def take(bundle_id: int, now: datetime) -> Bundle | None:
    """Take a mail in hand to send it: one worker at a time. A try that did not end is free again after a while."""
    free = Q(tried_at=None) | Q(tried_at__lt=now - queries.LEASE)
    mine = Bundle.objects.filter(free, pk=bundle_id, sent_at=None)
    if not mine.update(tried_at=now, attempts=F("attempts") + 1):
        return None
    found = Bundle.objects.select_related("person").get(pk=bundle_id)
    queries.waiting(found.person).update(bundle=found)  # what happened since it was claimed goes along
    return found


@transaction.atomic
def sent(*, bundle: Bundle, unheard: Iterable[int], now: datetime, on_its_day: Mapping[str, int] | None = None) -> None:
    """The mail went. unheard: notices of what this person does not see (yet): they may be told again later.

    on_its_day: the deeds it asked after, by what is kept of that, with their dialogue: they are asked after once.
    """
    said = [
        Notice(person_id=bundle.person_id, dialogue_id=key, kind="deed", about=about, entry=0, at=now, bundle=bundle)
        for about, key in (on_its_day or {}).items()
    ]
    Notice.objects.bulk_create(said, ignore_conflicts=True)
    Notice.objects.filter(bundle=bundle, pk__in=list(unheard)).delete()
    Bundle.objects.filter(pk=bundle.pk).update(sent_at=now)


@transaction.atomic
def nothing_to_say(*, bundle: Bundle) -> None:
    """No mail goes, and the day is free for another."""
    bundle.notices.all().delete()
    Bundle.objects.filter(pk=bundle.pk, sent_at=None).delete()


@transaction.atomic
def not_today(*, bundle: Bundle) -> None:
    """It did not go in time: what it was to say goes into the next one."""
    bundle.notices.update(bundle=None)
    Bundle.objects.filter(pk=bundle.pk, sent_at=None).delete()


def forget(now: datetime) -> None:
    """What was said long ago, and what nobody will be mailed about."""
    Notice.objects.filter(at__lt=now - KEPT).delete()
    Bundle.objects.filter(created_at__lt=now - KEPT).delete()


@transaction.atomic
def set_stance(*, person: Person, dialogue: Dialogue, stance: str) -> None:
    """Hear what is new here, or do not. Whoever mutes still hears what is asked of them.

    Who takes part and mutes no longer has said nothing: they hear it because they take part, and not once they left.
    """
    takes_part, _said = queries.stance_of(person, dialogue)
    if stance == "follow" and takes_part:
        Following.objects.filter(person=person, dialogue=dialogue).delete()
    else:
        Following.objects.update_or_create(person=person, dialogue=dialogue, defaults={"stance": stance})
    if stance == "mute":
        news = ["news", "finished", "told", "back", "learned"]
        queries.waiting(person).filter(dialogue=dialogue, kind__in=news).delete()
    verb = "notices.followed" if stance == "follow" else "notices.muted"
    record(verb, actor=person, subject=dialogue, circle=dialogue.circle_id)


def ask_to_look_back(one: Participant, now: datetime) -> bool:
    """On the day the group chose: what came of it? Two clocks ask once."""
    dialogue = one.dialogue
    assert one.person_id is not None
    assert dialogue.review_on is not None
    try:
        with transaction.atomic():
            made = LookBack.objects.create(
                person_id=one.person_id, dialogue=dialogue, day=dialogue.review_on, asked_at=now
            )
            entry = record("notices.look-back", actor=None, subject=dialogue, circle=dialogue.circle_id,
                           data={"person": one.number})  # fmt: skip
            gets_mail = queries.reachable().filter(pk=one.person_id).values_list("pk", flat=True)
            note(entry, "back", gets_mail, dialogue=dialogue.pk, abouts=[f"r{made.pk}"])
    except IntegrityError:  # one look back a day
        return False
    return True


@transaction.atomic
def nothing_to_tell(*, person: Person, dialogue: Dialogue, now: datetime) -> None:
    """Put a look back away. Twice is once."""
    if LookBack.objects.filter(person=person, dialogue=dialogue, away_at=None).update(away_at=now):
        queries.waiting(person).filter(dialogue=dialogue, kind="back").delete()
        record("notices.nothing-to-tell", actor=person, subject=dialogue, circle=dialogue.circle_id)


@transaction.atomic
def stop_mail(*, person: Person) -> None:
    """No mail from now on; what waited is not said later either. Twice is once."""
    if Person.objects.filter(pk=person.pk).exclude(mails="never").update(mails="never"):
        queries.waiting(person).delete()
        record("notices.mail-stopped", actor=person, subject=person)


def stop_invitations(*, proof: str, now: datetime) -> None:
    """Nobody asks this address into a conversation any more."""
    Unasked.objects.get_or_create(proof=proof, defaults={"at": now})
