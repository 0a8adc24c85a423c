"""Two methods nobody would want, in which every field of a phase is used once: for the tests of the engine."""

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
key = "{key}"
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
results = ["{result}", "outcome"]
"""
MORE_HEAD = """
kept = "if_all"
hats = ["questioner", "summariser"]
repeats = "weekly"
guide.en = "Prepare nothing at all."
guide.nl = "Bereid helemaal niets voor."
good_for.en = "For the tests of the engine only."
good_for.nl = "Alleen voor de tests van het geheel."
purposes = ["ideas", "sides"]
trust = "known"
dimensions = ["depth", "deeds"]
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
}
END = {
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
MORE = {
    "cases": """
allowed.owner = ["case", "pass"]
allowed.peer = ["case", "pass"]
visibility = "own"
at_most = 2
exit = ["all_in", "time", "facilitator"]
output = "cases"
photo = true
consent = true
""",
    "choice": """
allowed.owner = ["vote"]
allowed.peer = ["vote"]
at_most = 2
chooses = "owner"
exit = ["all_in", "time", "facilitator"]
uses = ["cases"]
""",
    "asking": """
allowed.owner = ["question", "answer", "pass"]
allowed.peer = ["question", "answer", "pass"]
questions = ["open", "one_at_a_time"]
statements = "in_answer"
at_least = 0
exit = ["time", "owner", "facilitator"]
""",
    "themed": """
allowed.owner = ["note"]
allowed.peer = ["hypothesis", "pass"]
owner = "listen"
rounds = "theme"
themes = [{ en = "the person", nl = "de mens" }, { en = "the place", nl = "de plek" }]
exit = ["time", "owner", "facilitator"]
""",
    "consult": """
allowed.owner = ["note"]
allowed.peer = ["view"]
owner = "listen"
exit = ["time", "facilitator"]

[[phases.modules]]
key = "upside_down"
name = { en = "Upside down", nl = "Op z'n kop" }
prompt = { en = "How would you make it worse?", nl = "Hoe zou je het erger maken?" }
kinds = ["advice", "pass"]

[[phases.modules]]
key = "resonance"
name = { en = "Resonance", nl = "Weerklank" }
prompt = { en = "What does it do to you?", nl = "Wat doet het met je?" }
starter = { en = "It makes me …", nl = "Ik word er … van" }
kinds = ["association", "pass"]
""",
    "stands": """
allowed.owner = ["view", "pass"]
allowed.peer = ["view", "pass"]
visibility = "own"
scale = { low = { en = "not at all", nl = "helemaal niet" }, high = { en = "wholly", nl = "helemaal" } }
at_most = 1
exit = ["all_in", "time", "facilitator"]
output = "stands"
""",
    "restating": """
allowed.owner = ["restatement", "accept", "answer", "pass"]
allowed.peer = ["restatement", "accept", "answer", "pass"]
deal = { rule = "farthest", of = "stands", each = 1 }
uses = ["stands"]
exit = ["all_in", "time", "facilitator"]
""",
    "marks": """
allowed.owner = ["view", "pass"]
allowed.peer = ["view", "pass"]
authors = "hidden"
along = true
exit = ["all_in", "time", "facilitator"]
""",
    "own_month": """
allowed.owner = ["takeaway", "pass"]
visibility = "own"
period = "month"
along = true
guide.en = "Leave them the time to look."
guide.nl = "Gun ze de tijd om te kijken."
exit = ["all_in", "time", "facilitator"]
""",
}


def written(key: str, phases: dict[str, str], head: str, result: str) -> str:
    phases = phases | END
    names = [f'"{name}"' for name in phases]
    first, rest, every = ", ".join(names[:2]), ", ".join(names[2:]), ", ".join(names)
    courses = f"""
[courses.hybrid]
blocks = [{{ mode = "apart", phases = [{first}] }}, {{ mode = "together", phases = [{rest}] }}]
[courses.live]
blocks = [{{ mode = "together", phases = [{every}] }}]
[courses.apart]
blocks = [{{ mode = "apart", phases = [{every}] }}]
"""
    steps = "".join(f'[[phases]]\nkey = "{name}"{TEXTS}{rest}' for name, rest in phases.items())
    return HEAD.format(key=key, result=result) + head + courses + steps


@cache
def everything() -> Method:
    return loads(written("everything", PHASES, "", "ideas"), "everything.toml")


@cache
def more() -> Method:
    """What the methods of METHODS.md ask besides: choosing, asking in turn, themes, modules, restating, a period."""
    return loads(written("more", MORE, MORE_HEAD, "cases"), "more.toml")
