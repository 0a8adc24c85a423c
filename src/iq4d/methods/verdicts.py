"""The answer of the engine to "may I", and the one place where its sentences stand, for page, API and mail alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iq4d.speech import Text, text

__all__ = ["FINE", "FORCES", "SENTENCES", "Verdict", "refusal", "steered"]

FORCES = ("fine", "advice", "outside", "refusal")

SENTENCES: Mapping[str, Text] = {
    "fine": text("Go ahead."),
    # What stands fast, however free the steering.
    "unknown-kind": text("This is not something one can bring into a dialogue."),
    "not-taking-part": text("Only who takes part in this dialogue can write here."),
    "over": text("This dialogue has been rounded off. What came of a deed is still welcome."),
    "no-such-step": text("This step is not part of the dialogue."),
    "step-waiting": text("This step has not begun yet."),
    "step-closed": text("This step has closed. Your words are kept in your draft."),
    "step-skipped": text("This step was left out."),
    "paused": text("The facilitator has paused this dialogue. Your words are kept in your draft."),
    "not-seen": text("What you answer is not there."),
    "not-yours": text("This is not yours to take back."),
    # What the steering dial decides about.
    "kind": text("This step asks for: {asked}. You brought: {brought}."),
    "not-asked": text("This step is for the others; you read along."),
    "owner-listens": text("In this step you listen, and the others talk."),
    "owner-last": text("In this step the others write first, so that your view does not steer theirs."),
    "enough": text("You have brought what fits in this step: {n} at most."),
    "one-at-a-time": text("One question at a time: your last one has no answer yet."),
    "in-answer": text("Here people ask. Anything else can be said in answer to a question that somebody asks you."),
    "vote-for-what": text("Vote for one of the situations that were brought."),
    "not-your-card": text("This card was dealt to somebody else."),
    "restate-what": text("Put the view of somebody else in your own words."),
    "wait-for-author": text("The author of this view has not said yet whether that is what they mean."),
    "accepted-already": text("The author of this view said already: yes, that is what I mean."),
    "not-about-yours": text("Only the author of a view can say whether that is what they mean."),
    # Moves.
    "not-lead": text("Only the facilitator can do this, or the owner where there is none."),
    "only-owner": text("Only the owner of the question can decide this."),
    "not-open": text("This step is not open."),
    "not-closed": text("This step is not closed."),
    "not-due": text("It is not yet time for this step."),
    "no-such-exit": text("This step does not end this way. It ends by: {exits}."),
    "extended-already": text("You have extended this step once. The facilitator can do it again."),
    "no-deadline": text("This step has no deadline to extend."),
    "nothing-to-reveal": text("There is nothing here that still has to be shown."),
    "not-optional": text("This step cannot be left out."),
    "not-paused": text("Nothing is paused here."),
    "owner-gone": text("The owner of the question has fallen out. Name somebody to stand in, or close this step."),
    "no-such-person": text("This person does not take part here."),
    "no-place": text("This dialogue is full."),
    "past": text("Choose a moment that is still to come."),
    "not-possible": text("“{value}” is not possible here."),
    "clock": text("Only the clock does this."),
    "too-short": text("The open step would be over already with this length. Choose a longer one, or close the step."),
    "moved-on": text("Something has moved in the meantime. Look again, and do it once more if it is still needed."),
}  # fmt: skip

AFTERWORDS: Mapping[str, Text] = {
    "advice": text("You can post it all the same."),
    "outside": text("You can step outside this step with one click; the others see that you did."),
    "refusal": text("Your words are kept in your draft."),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """code: a key of `SENTENCES`; force: *fine*, *advice* (goes through, with a word of advice), *outside* (goes
    through after one click, and is noted) or *refusal*. Truthy unless refused. steered: whether the dial decided.
    """

    code: str = "fine"
    params: tuple[tuple[str, object], ...] = ()
    force: str = "fine"
    steered: bool = False

    def __bool__(self) -> bool:
        return self.force != "refusal"

    @property
    def sentence(self) -> Text:
        """The full sentence, in whatever language it will be said."""
        known = SENTENCES[self.code]
        rule = Text(known.one, known.many, self.params)
        return Text("{rule} {then}", None, (("rule", rule), ("then", AFTERWORDS[self.force]))) if self.steered else rule


FINE = Verdict()


def refusal(code: str, **params: object) -> Verdict:
    """Refused, whatever the steering."""
    return Verdict(code, tuple(params.items()), "refusal")


def steered(steering: str, code: str, **params: object) -> Verdict:
    """Outside what the phase asks: the dial decides how hard that is."""
    force = {"free": "advice", "light": "outside", "strict": "refusal"}[steering]
    return Verdict(code, tuple(params.items()), force, steered=True)
