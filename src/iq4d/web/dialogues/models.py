"""Conversations held here or brought in: who takes part, where they stand, and what was said."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from iq4d.web.circles.models import Circle, Membership, new_key
from iq4d.web.dialogues.rules import CAME_IN, LEADS
from iq4d.web.people.models import Person

STATES = [("gathering", _("gathering people")), ("running", _("running")), ("finished", _("finished"))]
ROOMS = [("open", _("Everybody in the circle may read and join")), ("closed", _("Only who takes part sees it"))]
FATES = [("kept", "kept"), ("wiped", "wiped")]
CONSENTS = [("nobody", _("nobody can be recognised")), ("yes", _("who is in it said yes"))]
LEARNING = [
    ("intended", _("We want to learn something on purpose")),
    ("accidental", _("We see what we come across")),
    ("mix", _("A bit of both")),
]


class Dialogues(models.QuerySet["Dialogue"]):
    def seen_by(self, person: Person) -> Dialogues:
        """Who came in by link or invitation sees that dialogue; the rest is for members of the circle.

        Members see open rooms, also where they take part no longer, and the closed ones in which they take part.
        Outside a circle also for who started it.
        """
        here = Participant.objects.filter(dialogue=OuterRef("pk"), person=person, removed_at=None)
        member = Membership.objects.filter(circle=OuterRef("circle"), person=person)
        came_in = Exists(here.filter(Q(way__in=CAME_IN) | Q(way="started", dialogue__circle=None)))
        return self.filter(came_in | (Exists(member) & (Q(room="open") | Exists(here))))

    def newest_talk_first(self) -> Dialogues:
        """What has no time stands last: left to themselves SQLite and PostgreSQL differ on that."""
        return self.order_by(models.F("ended_at").desc(nulls_last=True), "-pk")


class Dialogue(models.Model):
    """A conversation with its purpose: held here by a method, or brought in from elsewhere (method is empty)."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    circle = models.ForeignKey(Circle, null=True, on_delete=models.CASCADE, related_name="dialogues")
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=8, blank=True)  # ISO 639-1; empty: find out
    why = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    done_when = models.TextField(blank=True)
    outside = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=STATES, default="finished")
    room = models.CharField(max_length=6, choices=ROOMS, default="open")
    method = models.CharField(max_length=40, blank=True)  # its key; content and version stand with the standing
    course = models.CharField(max_length=8, blank=True)
    steering = models.CharField(max_length=6, blank=True)  # as chosen before it began; empty: the method's
    lengths = models.JSONField(default=dict)  # by phase, where they differ from the method's: days and minutes
    meeting_at = models.DateTimeField(null=True)
    target = models.PositiveSmallIntegerField(null=True)  # reactions hoped for
    target_by = models.DateField(null=True)
    stays_open = models.TextField(blank=True)
    review_on = models.DateField(null=True)  # when to look back together
    # the start agreement; agreement counts its versions, a participant says yes to one of them
    learning = models.CharField(max_length=12, choices=LEARNING, blank=True)
    confidence = models.TextField(blank=True)
    keep_months = models.PositiveSmallIntegerField(null=True)  # after the end; empty: until somebody takes it away
    agreement = models.PositiveSmallIntegerField(default=1)
    tips_welcome = models.BooleanField(default=False)  # said by who asks; counts where the steps are free
    link_version = models.PositiveSmallIntegerField(default=1)  # a new one makes the old link void
    platform = models.CharField(max_length=40, blank=True)  # a reader's name, empty when held here
    origin = models.CharField(max_length=500, blank=True)
    source_key = models.CharField(max_length=64, null=True)  # noqa: DJ001 - NULL where there is no source: unique below
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")  # what it goes on from
    expected = models.PositiveIntegerField(null=True)  # contributions the platform spoke of
    declared = models.JSONField(default=dict)  # deeds, takeaways ...: iq4d.conversation.Declared, by number
    # by number of a summary, what it rests on (dialogues/synthesis.py): numbers and moments, no words. It stands here
    # because every page of a dialogue reads this row, and has no query left to ask for it
    summaries = models.JSONField(default=dict)
    hats_passed = models.JSONField(default=dict)  # by stretch of steps: the numbers of who passed theirs on
    contribution_count = models.PositiveIntegerField(default=0)  # of those that everybody here sees
    participant_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    wipes_at = models.DateTimeField(null=True, db_index=True)  # when its words go, unless all want to keep them
    fate = models.CharField(max_length=5, choices=FATES, blank=True)  # of its words; empty: they stay, or not decided
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = Dialogues.as_manager()

    class Meta:
        constraints = [
            # what makes the same export, brought in twice, add nothing
            models.UniqueConstraint(fields=["circle", "source_key"], name="one_dialogue_per_source"),
            models.CheckConstraint(condition=Q(room__in=["open", "closed"]), name="known_room"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/dialogues/{self.key}/"

    @property
    def held_here(self) -> bool:
        return bool(self.method)

    @property
    def words_gone(self) -> bool:
        """They were let go, as its method says: of what is left nothing is measured, and no report made."""
        return self.fate == "wiped"


class Standing(models.Model):
    """Where a running dialogue stands, as the engine of `iq4d.methods` knows it. The row that is locked for a move."""

    dialogue = models.OneToOneField(Dialogue, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    state = models.JSONField()  # iq4d.methods.to_json, without people and contributions: those are rows here
    method_text = models.TextField()  # the very method with which it began, whatever the catalog says later
    wakes_at = models.DateTimeField(null=True, db_index=True)  # when the clock has something to do here

    def __str__(self) -> str:
        return f"standing of {self.dialogue_id}"


WAYS = [(way, way) for way in ("started", "member", *CAME_IN)]


class Participant(models.Model):
    """Somebody in a dialogue: a person (guests too), or only a name (or a pseudonym) from elsewhere."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveIntegerField()  # from 1, in order of coming; the engine knows people by it
    name = models.CharField(max_length=120, blank=True)  # empty: a pseudonym, said from the number
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="participations")
    role = models.CharField(max_length=12, default="peer")  # iq4d.methods.ROLES
    way = models.CharField(max_length=8, choices=WAYS, blank=True)  # how they came in; empty: brought in by an import
    seeks = models.TextField(blank=True)  # what do you come for
    brings = models.TextField(blank=True)  # what do you bring
    joined_at = models.DateTimeField(null=True)
    gone = models.BooleanField(default=False)  # fell out, as the engine says it
    removed_at = models.DateTimeField(null=True)  # takes part no longer; the words stay
    let_go = models.BooleanField(default=False)  # that was somebody else's choice: back by a new invitation alone
    agreed = models.PositiveSmallIntegerField(default=0)  # the version of the start agreement they said yes to
    keeps = models.BooleanField(null=True)  # wants to keep the words, where they go otherwise; None: not said

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="one_participant_per_number"),
            models.UniqueConstraint(
                fields=["dialogue", "person"], condition=~Q(way=""), name="one_participation_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


class Contribution(models.Model):
    """What one participant brought in. Source and rendered HTML are both kept; the HTML is made once, on write.

    section, top, branch, number give the order of reading: sections are steps (0 where there is none), top is the
    number of the contribution a thread begins with, branch that of the reply at the first level (0 at the top).
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="contributions")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="contributions")
    number = models.PositiveIntegerField()  # in order of time, from 1; the address on the page (#c-12)
    section = models.PositiveSmallIntegerField(default=0)
    top = models.PositiveIntegerField()
    branch = models.PositiveIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)  # 0, 1, 2: two levels of reply
    answers = models.PositiveIntegerField(null=True)  # the number of what it really replies to
    step = models.CharField(max_length=60, blank=True)  # id of the engine's step; empty: brought in
    kind = models.CharField(max_length=12, blank=True)  # iq4d.methods.KINDS; empty: brought in
    to = models.ForeignKey(
        Participant, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # owner of the step then
    only_to = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    is_narrow = models.BooleanField(default=False)  # its author chose who sees it: only_to, or nobody else
    place = models.PositiveSmallIntegerField(null=True)  # where its author stands on the step's scale, 1 to 5
    signed = models.BooleanField(default=False)  # of a step without names: its author put theirs under it since
    picture = models.CharField(max_length=80, blank=True)  # the server-made file name under media/pictures
    consent = models.CharField(max_length=6, choices=CONSENTS, blank=True)  # of who is in it, where the step asks that
    wiped = models.BooleanField(default=False)  # the words were let go, as its method says
    outside = models.BooleanField(default=False)  # made by stepping outside the step
    hidden = models.BooleanField(default=False)
    hidden_why = models.TextField(blank=True)  # the facilitator's reason, for the author
    at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # taken back by its author, who can undo that
    source = models.TextField()
    markup = models.CharField(max_length=10)  # ui.markup.MARKUPS
    text = models.TextField()  # plain, without quotations of others: what is measured
    html = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_contribution_per_number")]
        indexes = [
            models.Index(fields=["dialogue", "section", "top", "branch", "number"], name="order_of_reading"),
            models.Index(fields=["dialogue", "step", "participant"], name="who_is_in"),
        ]

    def __str__(self) -> str:
        return f"{self.dialogue_id}#{self.number}"


class Version(models.Model):
    """What a contribution said before it was changed: an edit is never silent."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="versions")
    at = models.DateTimeField()  # when this wording was replaced
    source = models.TextField()
    html = models.TextField()

    def __str__(self) -> str:
        return f"{self.contribution_id} until {self.at:%Y-%m-%d %H:%M}"


class Takeaway(models.Model):
    """What is known of a contribution of kind takeaway: intended or by-catch, and whose view it came from."""

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="takeaway")
    intended = models.BooleanField(null=True)  # None: not said
    whose = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    away_at = models.DateTimeField(null=True)  # whose view it was read it, or put it away

    def __str__(self) -> str:
        return f"takeaway {self.contribution_id}"


class Gesture(models.Model):
    """What is brought without words: a rating, a verdict, a date, "nothing this time". A later one replaces it."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="gestures")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="gestures")
    step = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    about = models.PositiveIntegerField(default=0)  # number of a contribution; 0: of none
    value = models.CharField(max_length=20, blank=True)  # warm, lukewarm, cold; reached, partly, not reached; a date
    place = models.PositiveSmallIntegerField(default=0)  # the owner's order among the kept ones, from 1
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dialogue", "participant", "step", "kind", "about"], name="one_gesture_per_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Draft(models.Model):
    """Words on their way: saved while writing, and kept when a step closed before they arrived."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="drafts")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="drafts")
    step = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    about = models.PositiveIntegerField(default=0)
    source = models.TextField()
    more = models.JSONField(default=dict)  # of a harvest: what else its form held, by field, as it was filled in
    why = models.TextField(blank=True)  # the sentence with which it was refused; empty: still being written
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "step", "kind", "about"], condition=Q(why=""), name="one_draft_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"draft of {self.participant_id}"


class Invites(models.QuerySet["Invite"]):
    def open(self) -> Invites:
        return self.filter(accepted_at=None, withdrawn_at=None)

    def standing(self, now: datetime) -> Invites:
        """What still lets somebody in: not used, taken back or too old, the conversation not over; who asked takes
        part and sees it, and who is asked by name is of its circle.
        """
        places = Membership.objects.filter(circle=OuterRef("dialogue__circle"))
        outside = Q(dialogue__circle=None)
        asker = Q(invited_by__isnull=False, invited_by__removed_at=None, invited_by__gone=False)
        sees = outside | Q(invited_by__way__in=CAME_IN) | Exists(places.filter(person=OuterRef("invited_by__person")))
        asked = outside | Q(person=None) | Exists(places.filter(person=OuterRef("person")))
        running = ~Q(dialogue__state="finished")
        return self.open().filter(asker, sees, asked, running, expires_at__gt=now)

    def of_who_leads(self) -> Invites:
        """Sent by who leads, or started it: the only ones that bring back whom somebody let go."""
        return self.filter(Q(invited_by__role__in=LEADS) | Q(invited_by__person=models.F("dialogue__created_by")))

    def waiting_for(self, person: Person, now: datetime) -> Invites:
        """What asks this person in, by name or by mail address; also again, after they took part no longer."""
        mine = Q(person=person) | (Q(email=person.email) if person.email else Q(pk=None))
        here = Participant.objects.filter(dialogue=OuterRef("dialogue"), person=person).exclude(way="")
        since = here.filter(Q(removed_at=None) | Q(removed_at__gte=OuterRef("created_at")))
        void = Exists(here.filter(let_go=True)) & ~Exists(Invite.objects.of_who_leads().filter(pk=OuterRef("pk")))
        return self.standing(now).filter(mine).exclude(Exists(since) | void)


class Invite(models.Model):
    """Somebody is asked into one dialogue, by name or by mail, with one question meant for them."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="invites")
    invited_by = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")  # a member of the circle
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80, blank=True)
    question = models.CharField(max_length=300, blank=True)  # the one question for this person
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Invites.as_manager()

    def __str__(self) -> str:
        return f"invite into {self.dialogue_id}"


class OwnMethods(models.QuerySet["OwnMethod"]):
    def working(self) -> OwnMethods:
        """Those that were played to their end, and got there."""
        return self.filter(tried_at__isnull=False, problem={})


class OwnMethod(models.Model):
    """A method somebody brought into a circle as a file, beside those that come along; each version a row.

    problem: why it cannot work, found by playing it: a sentence by language, and "where" in the file; {} for none.
    """

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="own_methods")
    key = models.CharField(max_length=40)  # as the file says it, and so for version
    version = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=16)  # iq4d.methods.fingerprint: the same content is the same method
    text = models.TextField()  # the file as it came
    name = models.CharField(max_length=200)  # in the language of the circle
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # out of use: offered no longer, and all that runs goes on
    tried_at = models.DateTimeField(null=True)  # played to its end; nobody can choose it before
    problem = models.JSONField(default=dict)

    objects = OwnMethods.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "key", "version"], name="one_own_method_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def works(self) -> bool:
        return self.tried_at is not None and not self.problem
