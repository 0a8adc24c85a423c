"""Are results told back?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.conversation import DeclaredDeed, Story
from iq4d.measures.counting import shrunk
from iq4d.measures.deeds.declared import CANNOT_TELL, is_past
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing, strongest
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["TOLD_BACK", "told_back"]

UNCONFIRMED = 0.5  # told, and a witness who was asked did not confirm it


def told_back(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Are results told back?

    Formula: (1 + s) / (2 + n), the mean of a Beta(1, 1) shrunk share: of n deeds that are due s were told back. A
    story counts 1, also of what failed; 1/2 where a witness was asked and did not confirm it. Where nobody was asked
    to, it counts 1: what a platform does not ask cannot be missed. Due is what was told, and what had to be done
    before now.
    Range: 0-1, on its own scale.
    No value: the platform does not tell deeds; none is due yet; there is no story at all, so that it may never have
    been asked; or all are contested.
    Source: Harkin et al. 2016 (progress that is reported goes with attainment); the figure is ours.

    >>> from iq4d.conversation import Declared, DeclaredDeed, Story, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> deeds = (DeclaredDeed("1", "Bob", "Ask them", outcome="done"), DeclaredDeed("2", "Ada", "Wait", outcome="not"))
    >>> declared = Declared(deeds=deeds, stories=(Story("1", "They come at nine now"),))
    >>> told_back(transcribe(conversation([("Bob", "I do.")]).with_declared(declared))).raw
    0.5
    """
    declared = transcript.conversation.declared
    if declared.deeds is None:
        return nothing(CANNOT_TELL, basis="declared")
    stories: dict[str, Story] = {}
    for story in declared.stories:
        if story.text.strip() and (story.deed not in stories or _worth(story) > _worth(stories[story.deed])):
            stories[story.deed] = story
    due = [one for one in declared.deeds if one.outcome is not None or is_past(one, transcript) or one.id in stories]
    if not due:
        return nothing(text("No deed is due yet."), basis="declared")
    if not any(one.id in stories for one in due):
        reason = text("No result was told back here; whether it was asked is not known.")
        return nothing(reason, len(due), "declared")
    kept = [one for one in due if not contested("told_back", _place(one, stories.get(one.id)), without)]
    if not kept:
        return nothing(CONTESTED, len(due), "declared")
    told = {one.id: stories[one.id] for one in kept if one.id in stories}
    value, wobble = shrunk(sum(map(_worth, told.values())), len(kept))
    shown: dict[str, Evidence] = {}
    for one in kept:
        if story_of := told.get(one.id):
            rule = "told_back.witnessed" if story_of.witnessed else "told_back.told"
            where = _place(one, story_of)
            shown.setdefault(where, Evidence("told_back", where, _worth(story_of), rule, (story_of.text.strip(),)))
    return Finding(value, evidence=strongest(shown.values()), base=len(kept), basis="declared", spread=wobble)


def _worth(story: Story) -> float:
    return UNCONFIRMED if story.witnessed is False else 1.0


def _place(deed: DeclaredDeed, story: Story | None) -> str:
    """Where the story stands, else the deed."""
    return (story.utterance if story else None) or deed.utterance or deed.id


TOLD_BACK = Indicator(
    "told_back",
    "A5",
    "deeds",
    told_back,
    own_scale=True,
    extra=True,
    name=text("Results are told back"),
    plain=text("Of the deeds that were due: how often was it told in a story what came of them?"),
    formula=text(
        "One plus the deeds of which a story was told back, divided by two plus the deeds that were due. A story that "
        "a witness did not confirm counts for a half."
    ),
    range=OWN_SCALE,
    no_value=text("No value where no deed is due yet, or no story was told back at all."),
    source=text("After Harkin et al. 2016; the figure is ours."),
    questions=(
        text("What came of it? Tell it in three sentences, also if it went otherwise."),
        text("Who saw it happen, and what did that person see?"),
        text("What would you do again, and what not?"),
    ),
    rules={
        "told_back.witnessed": text("tells what came of it, and a witness confirms it"),
        "told_back.told": text("tells what came of it"),
    },
)
