"""Are different roles and kinds of expertise at the table?"""

from __future__ import annotations

from collections.abc import Collection

from iq4d.measures.diversity.spread import blau
from iq4d.measures.indicator import CONTESTED, OWN_SCALE, Finding, Indicator, contested, nothing
from iq4d.measures.score import Evidence
from iq4d.measures.transcript import Transcript
from iq4d.speech import text

__all__ = ["ROLES", "roles"]

FEWEST_PEOPLE = 2


def roles(transcript: Transcript, without: Collection[str] = ()) -> Finding:
    """Are different roles and kinds of expertise at the table?

    Formula: the chance that two participants told a different role, 1 - sum p^2 corrected for few participants,
    n (1 - sum p^2) / (n - 1), over the n people who told theirs. Of somebody's several roles the first counts; capitals
    and spaces do not matter. Only what people said of themselves: nothing is inferred.
    Range: 0-1, on its own scale.
    No value: fewer than two people told a role or expertise, or what they told is contested.
    Source: Blau 1977; Harrison & Klein 2007 (variety).

    >>> from iq4d.conversation import Declared, Role, conversation
    >>> from iq4d.measures.transcript import transcribe
    >>> told = (Role("Ada", "nurse"), Role("Bob", "Nurse"), Role("Cas", "patient"))
    >>> talk = conversation([("Ada", "What do we see?")]).with_declared(Declared(roles=told))
    >>> round(roles(transcribe(talk)).raw, 2)
    0.67
    """
    told: dict[str, str] = {}
    for role in transcript.conversation.declared.roles:
        if role.value.strip():
            told.setdefault(role.speaker, " ".join(role.value.casefold().split()))
    if not told:
        return nothing(text("Nobody's role or expertise is known here."), basis="declared")
    if len(told) < FEWEST_PEOPLE:
        return nothing(text("Only one participant told a role or expertise."), len(told), "declared")
    if contested("roles", "", without):
        return nothing(CONTESTED, len(told), "declared")
    values = list(told.values())
    found = blau(values)
    # one piece for all of them, in the order of the alphabet: it tells which roles there are, not whose
    piece = Evidence("roles", "", found.raw or 0.0, "roles.told", (", ".join(sorted(set(values))),))
    return found._replace(evidence=(piece,))


ROLES = Indicator(
    "roles",
    "V4",
    "diversity",
    roles,
    own_scale=True,
    quoted=False,
    extra=True,
    name=text("Different roles are at the table"),
    plain=text("We look how different the roles and expertise are that people say they have."),
    formula=text(
        "The chance that two people told a different role or expertise. Only what people say of themselves counts."
    ),
    range=OWN_SCALE,
    no_value=text("No value where fewer than two people told their role or expertise."),
    source=text("Blau 1977; Harrison & Klein 2007."),
    questions=(
        text("From which role do you speak here, and which one do you leave at home?"),
        text("Whose daily work is this about? Is that person here?"),
        text("Which expertise do you miss, and who has it?"),
    ),
    rules={
        "roles.told": text("the roles that people told"),
    },
)
