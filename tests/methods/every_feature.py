"""A method nobody would want, in which every field of a phase is used once: for the tests of the engine."""

from __future__ import annotations

from functools import cache

from iq4d.methods import Method, loads

TEXTS = """
name.en = "A step"
name.nl = "Een stap"
prompt.en = "Do what you can with the others."
prompt.nl = "Doe wat je kunt samen met de anderen."
meanwhile.en = "Wait for what the others do."
meanwhile.nl = "Wacht op wat de anderen doen."
minutes = 2
live = 3
apart = 1
"""
HEAD = """
key = "everything"
version = 3
name.en = "Everything at once"
name.nl = "Alles tegelijk"
summary.en = "Only for the tests of the engine."
summary.nl = "Alleen voor de tests van het geheel."
source = "The tests of IQ4D."
licence = "CC BY 4.0"
people.least = 2
people.most = 9
roles = ["owner", "peer"]
steering = "light"
course = "apart"
room = "open"
results = ["ideas", "outcome"]
"""
PHASES = {
    "ideas": """
allowed.owner = ["view", "pass"]
allowed.peer = ["view", "pass"]
visibility = "own"
reveal = "facilitator"
quorum = 2
exit = ["quorum", "time", "facilitator"]
output = "ideas"
""",
    "cards": """
allowed.owner = ["vote"]
allowed.peer = ["vote"]
deal = { rule = "balanced", of = "ideas", each = 1 }
exit = ["all_in", "time", "facilitator"]
""",
    "gossip": """
allowed.peer = ["hypothesis"]
owner = "absent"
at_least = 0
exit = ["time", "owner", "facilitator"]
""",
    "whisper": """
allowed.peer = ["advice", "pass"]
visibility = "to_owner"
rounds = "participant"
exit = ["all_in", "time", "facilitator"]
""",
    "aside": """
allowed.owner = ["note"]
allowed.peer = ["view"]
visibility = "not_owner"
reveal = "all_in"
exit = ["time", "facilitator"]
""",
    "mirror": """
allowed.owner = ["view"]
allowed.peer = ["view"]
owner = "last"
at_most = 1
exit = ["all_in", "time", "facilitator"]
""",
    "extra": """
allowed.peer = ["advice", "pass"]
optional = true
exit = ["time", "facilitator"]
""",
    "harvest": """
allowed.owner = ["takeaway", "deed", "judge", "pass"]
allowed.peer = ["takeaway", "deed", "judge", "pass"]
at_least = 2
exit = ["all_in", "time", "facilitator"]
""",
    "outcome": """
allowed.owner = ["synthesis", "date", "pass"]
exit = ["time", "owner", "facilitator"]
output = "outcome"
""",
}


def written() -> str:
    names = ", ".join(f'"{key}"' for key in PHASES)
    two = ", ".join(f'"{key}"' for key in list(PHASES)[:2]), ", ".join(f'"{key}"' for key in list(PHASES)[2:])
    courses = f"""
[courses.hybrid]
blocks = [{{ mode = "apart", phases = [{two[0]}] }}, {{ mode = "together", phases = [{two[1]}] }}]
[courses.live]
blocks = [{{ mode = "together", phases = [{names}] }}]
[courses.apart]
blocks = [{{ mode = "apart", phases = [{names}] }}]
"""
    phases = "".join(f'[[phases]]\nkey = "{key}"{TEXTS}{rest}' for key, rest in PHASES.items())
    return HEAD + courses + phases


@cache
def everything() -> Method:
    return loads(written(), "everything.toml")
