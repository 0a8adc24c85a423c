"""A broken method file is refused with file, phase, rule and what would be possible, in both languages."""

import re

import pytest

from iq4d.methods import BrokenMethod, dumps, fingerprint, load, loads, newest
from iq4d.methods.kinds import KINDS
from iq4d.methods.method import EXITS, LICENCES

GOOD = dumps(newest("ten_step"))


def changed(old, new, count=1):
    """The ten-step with something else in it."""
    assert old in GOOD
    return GOOD.replace(old, new, count)


def in_phase(key, old, new):
    """The ten-step with something else in one phase."""
    before, mark, rest = GOOD.partition(f'key = "{key}"\n')
    phase, nxt, after = rest.partition("\n[[phases]]")
    assert old in phase
    return before + mark + phase.replace(old, new, 1) + nxt + after


# what is broken: (source, phase, rule, something among the allowed values)
BROKEN = {
    "not TOML": ("key = ", "", "TOML", None),
    "nothing in it": ("", "", "people", None),
    "unknown key": (changed("version = 2", "version = 2\ncolour = 'red'"), "", "colour", "steering"),
    "unknown key in a phase": (in_phase("rate", "live = 5", "live = 5\nbonus = 1"), "rate", "bonus", "at_least"),
    "no Dutch": (re.sub(r'^name\.nl = .*\n', "", GOOD, count=1, flags=re.M), "", "name.nl", "nl"),
    "empty Dutch": (re.sub(r'^name\.nl = .*$', 'name.nl = " "', GOOD, count=1, flags=re.M), "", "name.nl", None),
    "third language": (changed("name.en =", 'name.fr = "Dix"\nname.en ='), "", "name.fr", "en"),
    "wrong licence": (changed("CC BY 4.0", "MIT"), "", "licence", LICENCES[1]),
    "wrong steering": (changed('"strict"', '"iron"'), "", "steering", "light"),
    "wrong course": (changed("version = 2", 'version = 2\ncourse = "lazy"'), "", "course", "apart"),
    "wrong room": (changed("version = 2", 'version = 2\nroom = "ajar"'), "", "room", "open"),
    "a room that is no text": (changed("version = 2", "version = 2\nroom = true"), "", "room", "closed"),
    "a key with spaces": (changed('"ten_step"', '"ten step"'), "", "key", "a-z"),
    "version in words": (changed("version = 2", 'version = "one"'), "", "version", "1-100000"),
    "unknown kind": (in_phase("case", '["case"]', '["rumour"]'), "case", "allowed.owner", "question"),
    "unknown role": (in_phase("case", "allowed.owner", "allowed.king"), "case", "allowed.king", "owner"),
    "wrong visibility": (in_phase("cores", '"own"', '"secret"'), "cores", "visibility", "not_owner"),
    "wrong reveal": (in_phase("cores", "output", 'reveal = "never"\noutput'), "cores", "reveal", "all_in"),
    "wrong exit": (in_phase("case", '"time"', '"boredom"'), "case", "exit", EXITS[0]),
    "no exit": (in_phase("case", 'exit = ["all_in", "facilitator", "time"]', "exit = []"), "case", "exit", "time"),
    "an exit that never comes": (
        in_phase("case", 'exit = ["all_in", "facilitator", "time"]', 'exit = ["all_in"]'), "case", "exit", "time",
    ),
    "no time": (in_phase("case", "live = 5\n", ""), "case", "live", None),
    "no time apart": (in_phase("case", "apart = 1\n", ""), "case", "apart", None),
    "no minutes": (in_phase("case", "minutes = 3\n", ""), "case", "minutes", None),
    "too much time": (in_phase("case", "live = 5", "live = 9999"), "case", "live", "1-240"),
    "true is no number": (in_phase("case", "live = 5", "live = true"), "case", "live", "1-240"),
    "nobody may act": (in_phase("case", 'allowed.owner = ["case"]', "allowed = {}"), "case", "allowed", None),
    "only notes": (in_phase("case", '["case"]', '["note"]'), "case", "allowed", None),
    "listening and acting": (in_phase("case", "live = 5", 'live = 5\nowner = "listen"'), "case", "owner", "talk"),
    "last without a part": (in_phase("questions", '"listen"', '"last"'), "questions", "owner", "absent"),
    "no such output": (in_phase("rate", '"questions"', '"dreams"'), "rate", "uses", "questions"),
    "output from later": (in_phase("questions", 'uses = ["case"]', 'uses = ["cores"]'), "questions", "uses", "case"),
    "output nobody uses": (in_phase("rate", '"kept"', '"lost"'), "rate", "output", "kept"),
    "the same output twice": (in_phase("rate", '"kept"', '"questions"'), "rate", "output", None),
    "result nobody gives": (changed('"outcome"]\n', '"gold"]\n'), "outcome", "output", "gold"),
    "optional output": (
        in_phase("harvest", '["new_question", "willing"]', '["new_question", "tips"]'), "harvest", "uses", "willing",
    ),
    "quorum without its exit": (in_phase("case", "live = 5", "live = 5\nquorum = 2"), "case", "quorum", None),
    "reveal without a secret": (in_phase("case", "live", 'reveal = "all_in"\nlive'), "case", "reveal", "close"),
    "all in while nobody has to": (in_phase("case", "live", "at_least = 0\nlive"), "case", "exit", "owner"),
    "two phases alike": (changed('key = "rate"', 'key = "case"'), "case", "key", None),
    "no deed at the end": (in_phase("harvest", '"deed"', '"view"'), "outcome", "allowed.owner", "deed"),
    "no phases": (GOOD[: GOOD.index("[[phases]]")] + "phases = []\n", "", "phases", None),
    "course without phases": (
        re.sub(r"(\[courses\.live\]\n)blocks = \[\n.*?\n\]", r"\1blocks = []", GOOD, count=1, flags=re.S),
        "course live", "blocks", None,
    ),
    "course that forgets a phase": (
        changed(', "harvest", "outcome"] }', ', "outcome"] }'), "course hybrid", "blocks", "case",
    ),
    "unknown course": (changed("[courses.live]", "[courses.lazy]"), "", "courses.live", None),
    "another course besides": (
        changed("[courses.live]", '[courses.lazy]\nblocks = []\n[courses.live]'), "", "courses.lazy", "hybrid",
    ),
    "live apart": (
        re.sub(r'(\[courses\.live\]\nblocks = \[\n  \{ mode = )"together"', r'\1"apart"', GOOD),
        "course live", "mode", "together",
    ),
    "too many days": (in_phase("case", "apart = 1", "apart = 9"), "course apart", "apart", None),
    "too long together": (in_phase("cores", "live = 10", "live = 60"), "course hybrid", "live", "1-60"),
    "wrong rounds": (in_phase("case", "live = 5", 'live = 5\nrounds = "each"'), "case", "rounds", "participant"),
    "wrong deal": (
        in_phase("rate", "live = 5", 'live = 5\ndeal = { rule = "luck", of = "questions" }'),
        "rate", "deal.rule", "farthest",
    ),
    "a list that is none": (
        in_phase("case", 'exit = ["all_in", "facilitator", "time"]', 'exit = "time"'), "case", "exit", None,
    ),
    "a text that is none": (changed("source = ", "source = 7 # "), "", "source", None),
    "a text without end": (
        re.sub(r"^summary\.en = .*$", f'summary.en = "{"a" * 3000}"', GOOD, flags=re.M), "", "summary.en", None,
    ),
    "a huge file": (GOOD + "#" * 200_000, "", "file", None),
    "deeply nested": ("a = " + "[" * 20_000, "", "TOML", None),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_with_its_place(what):
    source, phase, rule, among = BROKEN[what]
    with pytest.raises(BrokenMethod) as refused:
        loads(source, "mine.toml")
    error = refused.value
    assert (error.file, error.phase, error.rule) == ("mine.toml", phase, rule), str(error)
    assert among is None or among in error.allowed, error.allowed
    for language in ("en", "nl"):
        assert error.say(language).startswith(f"mine.toml › {phase} › {rule}" if phase else f"mine.toml › {rule}")
        assert "{" not in error.say(language)
    assert error.say("en") != error.say("nl")


def test_the_unbroken_file_is_read():
    method = loads(GOOD, "good.toml")
    assert method == newest("ten_step")
    assert fingerprint(method) == fingerprint(newest("ten_step"))
    other = loads(changed("live = 5", "live = 6"), "other.toml")
    assert fingerprint(other) != fingerprint(method)


def test_course_and_room_are_in_the_file_where_they_differ_from_the_usual():
    assert not re.search(r"^(course|room) =", GOOD, flags=re.M)
    assert (newest("ten_step").course, newest("ten_step").room) == ("hybrid", "closed")
    for name, value in (("course", "live"), ("room", "open")):
        method = loads(changed("version = 2", f'version = 2\n{name} = "{value}"'), "other.toml")
        assert getattr(method, name) == value
        assert f'{name} = "{value}"' in dumps(method)
        assert fingerprint(method) != fingerprint(newest("ten_step"))
    usual = {key: (newest(key).course, newest(key).room) for key in ("open_dialogue", "three_way", "standup_review")}
    assert list(usual.values()) == [("apart", "open"), ("hybrid", "closed"), ("live", "open")]


def test_odd_characters_survive_the_file():
    text = 'a "quote", a \\\\ slash,\\n\\ta line and é … \\U0001F331'
    source = re.sub(
        r"^source = .*$", lambda _: 'source = "' + text.replace('"quote"', '\\"quote\\"') + '"', GOOD, flags=re.M
    )
    method = loads(source, "odd.toml")
    assert "\n\ta line" in method.source
    assert loads(dumps(method), "again.toml") == method


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    with pytest.raises(BrokenMethod, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "picture.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenMethod, match="not text"):
        load(tmp_path / "picture.toml")


def test_every_kind_has_its_name_in_two_languages():
    for kind in KINDS.values():
        assert kind.name.say("en") != kind.name.say("nl") or kind.key == "advice"
