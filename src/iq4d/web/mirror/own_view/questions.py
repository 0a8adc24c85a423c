"""One question to the group where its own view and the measure's lie apart, or people's among themselves.

By dimension and direction, several of each so that it varies from one conversation to the next. They ask what the
other saw and never say who is right. People know what was done and not written; the measure knows every word.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

QUESTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("purpose", "people"): (
        _("You were clearer about what it was for than the measure can see: what did you know without saying it?"),
        _("Where did you notice what you were doing it for, although nobody wrote it down?"),
    ),
    ("purpose", "measure"): (
        _("The measure sees a purpose that was said where you see little of it: what was missing for you?"),
        _("The words about the purpose were there. What kept it from being your own?"),
    ),
    ("purpose", "apart"): (
        _("Some of you saw well what it was for, others hardly: what did each of you think you were doing it for?"),
        _("How was it decided what this was for, and could everybody say something about it?"),
    ),
    ("depth", "people"): (
        _("You see more depth than the measure does: what did it miss?"),
        _("Which moment went deeper for you than the words show?"),
    ),
    ("depth", "measure"): (
        _("The measure sees people ask on and reason where you see little depth: what was missing for you?"),
        _("There were questions and reasons. Which question behind the question was not asked?"),
    ),
    ("depth", "apart"): (
        _("For some of you it went deep, for others it did not: at which moment did you part ways?"),
        _("What touched one of you and passed another by?"),
    ),
    ("diversity", "people"): (
        _("You met more different views than the measure can see: whose view changed something for you?"),
        _("Which difference between you worked, although few words were spent on it?"),
    ),
    ("diversity", "measure"): (
        _("The measure sees many voices where you see little difference: which view was not there?"),
        _("Everybody spoke, and yet it seemed alike to you: who would have said something else?"),
    ),
    ("diversity", "apart"): (
        _("Some of you heard many different views, others few: which of them were heard, and which passed by?"),
        _("What could not be said here, and why not?"),
    ),
    ("deeds", "people"): (
        _("You expect more to be done than the measure can see: what will you do, and when?"),
        _("What did you agree on without writing it down?"),
    ),
    ("deeds", "measure"): (
        _("The measure sees promises where you see little done: what keeps you from believing in them?"),
        _("There are deeds on paper. What would have to happen for them to be worth something to you?"),
    ),
    ("deeds", "apart"): (
        _("Some of you see much being done, others little: what does each of you call a deed?"),
        _("Who goes on with this, and who has nothing to do with it any more?"),
    ),
}


def question(dimension: str, direction: str, vary: int) -> str:
    """One of them, in English: the key of its translation. direction: "people", "measure" or "apart" sees more.

    vary: any number that stays the same for a conversation.
    """
    choices = QUESTIONS[dimension, direction]
    return choices[vary % len(choices)]
