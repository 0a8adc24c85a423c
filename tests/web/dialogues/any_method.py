"""A dialogue of any method at all, also one that is in no catalogue: begun as others are, with another text."""

from __future__ import annotations

from django.utils import timezone

from iq4d.methods import Method, begin, dumps, loads
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.dialogues.playing import started


def held(
    method: Method,
    owner: Person,
    circle: Circle | None,
    *peers: Person,
    steering: str = "",
    course: str = "apart",
    **roles: Person,
) -> Dialogue:
    """A running dialogue of this method, open at its first step."""
    made = started(owner, circle, *peers, **roles)
    kept, now = loads(dumps(method), "kept"), timezone.now()
    people = standings.engine_people(standings.participants_of(made))
    made.standing.method_text = dumps(method)
    state = begin(kept, people, now, course=course, steering=steering, calendar=standings.calendar_for(made))
    standings.write(made.standing, state, now)
    Dialogue.objects.filter(pk=made.pk).update(method=method.key, room=method.room)
    return Dialogue.objects.select_related("circle", "standing").get(pk=made.pk)


def only(method: Method, *phases: str) -> Method:
    """The same method with only these phases of it before its harvest and outcome."""
    from dataclasses import replace

    from iq4d.methods import Course
    from iq4d.methods.method import COURSES, Block

    kept = (*phases, "harvest", "outcome")
    blocks = {
        "hybrid": (Block("apart", kept[:1]), Block("together", kept[1:])),
        "live": (Block("together", kept),),
        "apart": (Block("apart", kept, "parallel"),),
    }
    here = tuple(phase for phase in method.phases if phase.key in kept)
    given = {phase.output for phase in here}
    return replace(
        method,
        phases=here,
        results=tuple(name for name in method.results if name in given),
        courses=tuple(Course(key, blocks[key]) for key in COURSES),
    )
