"""A report without anybody's words: whatever a part of it holds, no string of the conversation is left."""

from dataclasses import fields, is_dataclass, replace

import pytest

from iq4d.conversation import Phase
from iq4d.report import page, report, wordless
from iq4d.speech import Both, Text
from report.talks import BEGAN, LINES, harvested

MARK = "qzx"  # in everything that somebody wrote
CODES = {
    "id", "speaker", "utterance", "deed", "from_speaker", "from_utterance", "outcome", "language", "value", "answers",
    "kinds",
}  # fmt: skip


def marked(told):
    """The same with a mark in every string that a person may have written; ids and codes stay."""
    if isinstance(told, tuple):
        return tuple(map(marked, told))
    if is_dataclass(told):
        codes = {"id", "speaker", "utterance", "deed", "from_speaker", "from_utterance", "outcome", "language", "value"}
        names = [one.name for one in fields(told) if one.name not in codes]
        return replace(
            told, **{name: marked(getattr(told, name)) for name in names if name not in ("answers", "kinds")}
        )
    return f"{told} {MARK}" if isinstance(told, str) and told else told


def talk():
    said = harvested()
    made = marked(replace(said, origin="a forum"))
    phases = tuple(Phase(f"{one.name} {MARK}", one.allows, one.utterances) for one in said.declared.phases)
    return replace(
        made,
        utterances=tuple(replace(one, text=f"{one.text} {MARK}", at=old.at, reply_to=old.reply_to)
                         for one, old in zip(made.utterances, said.utterances, strict=True)),
        declared=replace(made.declared, phases=phases),
        speakers=said.speakers,
    )  # fmt: skip


def strings(told, path=""):
    if isinstance(told, str):
        yield path, told
    elif isinstance(told, (Text, Both)):
        yield path, told.say("en")
    elif isinstance(told, (tuple, list)):
        for one in told:
            yield from strings(one, path)
    elif is_dataclass(told):
        for one in fields(told):
            yield from strings(getattr(told, one.name), f"{path}.{one.name}")


def test_no_string_of_the_conversation_is_left():
    whole = report(talk(), now=BEGAN)
    assert {path for path, said in strings(whole) if MARK in said}, "the control: they are there"
    assert [path for path, said in strings(wordless(whole)) if MARK in said] == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_its_page_counts_what_it_does_not_quote(language):
    html = page(wordless(report(talk(), now=BEGAN)), language)
    assert MARK not in html
    assert not any(said[:30] in html for _, said in LINES)
    assert "<blockquote" not in html
    assert html.count("<svg") >= 10
    assert (
        "1 intended, 1 by-catch." if language == "en" else "1 keer waar iemand voor kwam, 1 keer bijvangst."
    ) in html
    assert ("not done, and told why: 1" if language == "en" else "niet gedaan, wel verteld waarom: 1") in html
