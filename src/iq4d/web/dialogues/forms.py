"""What a person typed into a dialogue, kept whatever happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from iq4d.methods import KINDS
from iq4d.methods.method import SCALE
from iq4d.web.dialogues.models import CONSENTS
from iq4d.web.dialogues.pictures import SIDE
from iq4d.web.dialogues.rules import LONGEST, POINTS, WARM
from iq4d.web.dialogues.wording import REACHED
from iq4d.web.people.photos import re_encoded_whole
from iq4d.web.ui.fields import Line, Words


def choose(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """The choices of a field that depend on who is asked."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class WordsForm(forms.Form):
    """Words on their way into a step. about: the number of what they answer, 0 for nothing."""

    source = Words(max_length=LONGEST, label=_("Your words"))
    step = Line(max_length=60)
    kind = forms.ChoiceField(
        required=False, choices=[(key, key) for key, kind in KINDS.items() if not kind.act]
    )  # empty: as it reads
    about = forms.IntegerField(min_value=0, max_value=10**9, required=False)
    outside = forms.BooleanField(required=False)
    place = forms.IntegerField(required=False, min_value=1, max_value=SCALE)  # on the line of the step
    whose = forms.IntegerField(required=False)  # the participant from whose view it was learned
    consent = forms.ChoiceField(required=False, choices=CONSENTS)  # of who is in it, where the step asks that
    picture = forms.FileField(required=False)

    def clean_picture(self) -> bytes | None:
        upload: Any = self.cleaned_data.get("picture")
        return re_encoded_whole(upload, SIDE) if upload else None

    def clean_about(self) -> int:
        return self.cleaned_data.get("about") or 0


class Numbers(forms.Field):
    """Numbers of contributions, each once; what is none is left out."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        told = [str(one) for one in value or ()]
        return list(dict.fromkeys(int(one) for one in told if one.isascii() and one.isdigit() and len(one) < 10))


class Moment(forms.CharField):
    """A moment that a page of ours wrote down; None for anything else."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            told = datetime.fromisoformat(super().clean(value))
        except (ValueError, forms.ValidationError):
            return None
        return told if told.tzinfo is not None else None


class SummaryForm(forms.Form):
    """A summary and what it rests on. sought, within and look: which contributions are listed to choose from."""

    source = Words(max_length=LONGEST, rows=6, label=_("Your summary"))
    step = Line(max_length=60, required=False)
    rests_on = Numbers(required=False)
    read_at = Moment()
    sought = Words(max_length=200, required=False)
    within = Words(max_length=60, required=False)
    look = forms.IntegerField(required=False, min_value=1, max_value=10_000)


class LookAgainForm(forms.Form):
    """A summary still is right. gone: what it rests on and is no longer shown, as the page told."""

    read_at = Moment()
    gone = Numbers(required=False)


class ChangeForm(forms.Form):
    source = Words(max_length=LONGEST, rows=8, label=_("Your words"))


class VoteForm(forms.Form):
    """The numbers of what somebody votes for in a step."""

    step = Line(max_length=60)
    vote = Numbers(required=False)


class GestureForm(forms.Form):
    """What is brought without words. about: what is passed by, 0 where it is about nothing in particular."""

    about = forms.IntegerField(min_value=0, max_value=10**9, required=False)

    step = Line(max_length=60)
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in ("pass", "judge", "date", "accept")])
    value = forms.CharField(max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind, value = given.get("kind"), given.get("value", "")
        given["about"] = (given.get("about") or 0) if kind in ("pass", "accept") else 0
        if kind == "judge" and value not in dict(REACHED):
            raise forms.ValidationError(_("Choose one."))
        if kind == "date":
            given["value"] = forms.DateField().clean(value).isoformat()
        elif kind in ("pass", "accept"):
            given["value"] = ""
        return given


class RatingForm(forms.Form):
    """rate-12=warm for every contribution, place-12=1 for the order of the kept ones."""

    step = Line(max_length=60)
    values: dict[int, str]
    order: dict[int, int]

    def clean(self) -> dict[str, Any]:
        known = (*WARM, *POINTS)
        self.values = {
            number: value for name, value in self.data.items() if value in known and (number := numbered("rate-", name))
        }
        kept = [number for number, value in self.values.items() if value == "warm"]
        wanted = {number: _place(self.data.get(f"place-{number}", "")) for number in kept}
        ordered = sorted(kept, key=lambda number: (wanted[number] or 10**6, kept.index(number)))
        self.order = {number: place for place, number in enumerate(ordered, 1)}
        if not self.values:
            raise forms.ValidationError(_("Choose for at least one."))
        return super().clean() or {}


def numbered(prefix: str, name: str) -> int:
    """The number in a field's name; 0 where it is another field."""
    rest = name.removeprefix(prefix)
    return int(rest) if name.startswith(prefix) and rest.isascii() and rest.isdigit() and len(rest) < 10 else 0


def _place(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0


BESIDES = {  # what the harvest asks besides its words, by the words it belongs to
    "takeaway": ("whose", "intended"),
    "deed": ("due", "if_then", "obstacle", "first_step", "buddy", "seen"),
    "process": (),
}


class HarvestForm(forms.Form):
    """What do you take with you, from whom; what will you do, and when."""

    kept = forms.CharField(required=False, max_length=200)  # the words that came back in it, by draft
    step = Line(max_length=60)
    takeaway = Words(required=False, max_length=LONGEST, rows=3, label=_("What do you take with you?"))
    whose = forms.IntegerField(required=False)
    intended = forms.ChoiceField(
        required=False,
        label=_("Did you come for it?"),
        choices=[("", _("I do not say")), ("yes", _("Yes, I came for this")), ("no", _("No, by-catch"))],
    )
    deed = Words(required=False, max_length=LONGEST, rows=2, label=_("What will you do?"))
    due = forms.DateField(required=False, label=_("When?"))
    if_then = Words(required=False, max_length=2_000, rows=2, label=_("If …, then I …"))
    obstacle = Words(required=False, max_length=2_000, rows=2, label=_("What could come between?"))
    first_step = Words(required=False, max_length=2_000, rows=2, label=_("What is the first step?"))
    buddy = forms.IntegerField(required=False)
    seen = forms.ChoiceField(
        required=False,
        choices=[("all", _("Everybody here")), ("buddy", _("Only my buddy")), ("me", _("Only me"))],
    )
    judge = forms.ChoiceField(required=False, choices=[("", ""), *REACHED])
    process = Words(required=False, max_length=LONGEST, rows=2, label=_("How was this conversation?"))

    def __init__(self, *args: Any, people: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = set(people)

    def clean_intended(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("intended", ""))

    def clean_whose(self) -> int | None:
        whose = self.cleaned_data.get("whose")
        return whose if whose in self.people else None

    def clean_buddy(self) -> int | None:
        buddy = self.cleaned_data.get("buddy")
        return buddy if buddy in self.people else None

    def clean_kept(self) -> list[int]:
        told = self.cleaned_data.get("kept", "").split(",")
        return [int(one) for one in told if one.isascii() and one.isdigit() and len(one) < 16]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sharper = any(given.get(name, "").strip() for name in ("if_then", "obstacle", "first_step"))
        if sharper and "deed" in given and not given["deed"].strip():
            self.add_error("deed", _("Say what you will do first; then how it will come to that."))
        return given

    def words(self) -> dict[str, tuple[str, dict[str, str]]]:
        """By kind: what was written, and what was filled in besides, so that the form can be filled in again."""
        said = {True: "yes", False: "no", None: ""}
        given = {name: said[value] if name == "intended" else value for name, value in self.cleaned_data.items()}
        return {
            kind: (given[kind], {name: str(given[name]) for name in besides if given.get(name)})
            for kind, besides in BESIDES.items()
        }

    @property
    def is_sharper(self) -> bool:
        """Whether something was filled in under "make it sharper", which is then unfolded."""
        told = {name: self[name].value() for name in ("if_then", "obstacle", "first_step", "buddy", "seen")}
        return any(value and (name, value) != ("seen", "all") for name, value in told.items())


class RoundOffForm(forms.Form):
    """What came out of it, what stays open, when to look back; and with that the last step is taken."""

    step = Line(max_length=60)
    outcome = Words(required=False, max_length=LONGEST, rows=3, label=_("What came out of it?"))
    stays_open = Words(required=False, max_length=2_000, rows=2, label=_("What stays open?"))
    review_on = forms.DateField(required=False, label=_("When do you look back?"))
    rests_on = Numbers(required=False)

    def clean_review_on(self) -> date | None:
        day: date | None = self.cleaned_data["review_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


ASKED = [
    ("context", _("What is going on?"), _("The situation, as short as you can. No names of others.")),
    ("mine", _("Why is it a question for you?"), _("Your own part in it.")),
    ("now", _("Why now?"), ""),
    ("tried", _("What did you try, and what came of it?"), ""),
    ("assumption", _("What do you assume?"), _("What you take for granted, and somebody else might not.")),
    ("question", _("Your question, as it is now"), _("One sentence is enough.")),
]


class GuidedForm(forms.Form):
    """Help to ask well: each question may be skipped. What is told becomes one contribution."""

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name, label, help_text in ASKED:
            self.fields[name] = Words(required=False, max_length=4_000, rows=3, label=label, help_text=help_text)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(words.strip() for words in given.values()):
            raise forms.ValidationError(_("Answer at least one of these."))
        return given

    def told(self) -> str:
        """The answers with their questions, in the language of the dialogue."""
        with override(self.language):
            parts = [f"**{label}**\n\n{self.cleaned_data[name].strip()}" for name, label, _help in ASKED
                     if self.cleaned_data.get(name, "").strip()]  # fmt: skip
        return "\n\n".join(parts)


TIPS_WELCOME = _("Tips are welcome")
TIPS_MEAN = _("In an open dialogue: otherwise whoever gives you a tip is helped to ask you something first.")


class StartForm(forms.Form):
    """One sentence. name: asked of guests only."""

    sentence = Line(
        max_length=300,
        label=_("What would you like to think about with others?"),
        help_text=_("One sentence is enough. You can make it sharper later."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write your question first; one sentence is enough.")},
    )
    name = Line(
        max_length=80,
        label=_("Your name"),
        help_text=_("A first name will do."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    circle = forms.ChoiceField(required=False, label=_("For which circle?"))
    article = Words(
        required=False,
        max_length=LONGEST,
        rows=8,
        label=_("A longer piece to open with"),
        help_text=_("What you saw, did or read. Without names of others."),
    )
    questions = Words(
        required=False,
        max_length=4_000,
        rows=4,
        label=_("Questions, one per line"),
        help_text=_("Each becomes a thread of its own; readers can add one."),
    )
    method = forms.ChoiceField(required=False, label=_("How?"))
    tips_welcome = forms.BooleanField(required=False, label=TIPS_WELCOME, help_text=TIPS_MEAN)

    def __init__(
        self,
        *args: Any,
        guest: bool,
        circles: list[tuple[str, str]],
        methods: list[tuple[str, str]],
        own: dict[str, tuple[str, list[tuple[str, str]]]] | None = None,
        here: str = "",
        **kw: Any,
    ) -> None:
        """own: by the key of a circle, its name and the methods it brought in. here: the circle, where it is given."""
        super().__init__(*args, **kw)
        self.own, self.here = own or {}, here
        if not guest:
            del self.fields["name"]
        if circles:
            choose(self, "circle", [*circles, ("", _("None: only who has the link"))])
        else:
            del self.fields["circle"]
        choose(self, "method", [*methods, *self.own.values()])
        self.shipped = {key for key, _name in methods}

    def clean(self) -> dict[str, Any]:
        """A circle's own method is for that circle: elsewhere it does not exist."""
        given = super().clean() or {}
        method, circle = given.get("method", ""), given.get("circle") or self.here
        if method and method not in self.shipped | {key for key, _name in self.own.get(circle, ("", []))[1]}:
            other = _("This way of talking belongs to another circle. Choose that one, or another way.")
            self.add_error("method", other)
        return given

    def clean_questions(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["questions"].splitlines() if line.strip()][:20]

    def clean_sentence(self) -> str:
        return " ".join(self.cleaned_data["sentence"].split())


class JoinForm(forms.Form):
    name = Line(
        max_length=80,
        label=_("Your name"),
        help_text=_("A first name will do."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    seeks = Words(required=False, max_length=1_000, rows=2, label=_("What do you come for?"))
    brings = Words(required=False, max_length=1_000, rows=2, label=_("What do you bring?"))

    def __init__(self, *args: Any, guest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not guest:
            del self.fields["name"]


class IntentionForm(forms.Form):
    seeks = Words(required=False, max_length=1_000, rows=2, label=_("What do you come for?"))
    brings = Words(required=False, max_length=1_000, rows=2, label=_("What do you bring?"))
