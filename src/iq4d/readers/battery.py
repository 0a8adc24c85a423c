"""The checks every reader passes, ours and yours.

In a test of your own, with pytest::

    @pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
    def test_my_reader(check, tmp_path):
        check(MyReader(), make_sample, tmp_path)

where ``make_sample(folder)`` writes a good small export into `folder` and returns its path: a file, or a
folder. A check that fails raises AssertionError and says what was promised.
"""

from __future__ import annotations

import dataclasses
import random
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from iq4d.conversation import Conversation
from iq4d.errors import UnreadableExport
from iq4d.readers import files
from iq4d.readers.protocol import Limits, Reader, Reading

__all__ = ["CHECKS", "Check", "Sample", "mangled", "outcome", "promises_kept"]

Sample = Callable[[Path], Path]
Check = Callable[[Reader, Sample, Path], None]

_MAIL = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def outcome(reader: Reader, path: Path, limits: Limits | None = None) -> list[Conversation] | None:
    """What reading gives, with all promises checked; None where the reader refused. Any other exception escapes."""
    try:
        conversations = list(reader.read(path, Reading(limits=limits or Limits())))
    except UnreadableExport as refusal:
        _refusal_kept(refusal)
        return None
    promises_kept(conversations)
    return conversations


def _refusal_kept(refusal: UnreadableExport) -> None:
    assert refusal.where, "a refusal names the file or the place in it"
    assert refusal.what.say("en"), "a refusal says what happened"
    assert refusal.what.say("nl"), "a refusal says what happened, in Dutch too"


def promises_kept(conversations: list[Conversation]) -> None:
    """What holds for every conversation that any reader gives. Raises AssertionError."""
    ids = [conversation.id for conversation in conversations]
    assert len(ids) == len(set(ids)), "the ids of conversations are unique"
    for conversation in conversations:
        _conversation_kept(conversation)


def _conversation_kept(conversation: Conversation) -> None:
    assert conversation.title.strip(), "a title says something"
    assert conversation.utterances, "a conversation holds at least one utterance"
    _presentable(conversation.id, conversation.title, conversation.origin)
    speaking = {utterance.speaker for utterance in conversation}
    assert {speaker.id for speaker in conversation.speakers} >= speaking, "every speaker is known"
    assert not speaking & {other.id for other in conversation.others}, "who speaks is not among the others"
    for speaker in (*conversation.speakers, *conversation.others):
        _presentable(speaker.id, speaker.name, *speaker.aliases)
        assert not _MAIL.search("\n".join([speaker.name, *speaker.aliases])), "no mail address stands for a name"
        assert not _MAIL.search(speaker.id), "no mail address stands for an id"
    parents = {utterance.id: utterance.reply_to for utterance in conversation}
    assert len(parents) == len(conversation), "the ids of utterances are unique"
    last = None
    for utterance in conversation:
        _presentable(utterance.id, utterance.speaker, utterance.text, utterance.source)
        assert utterance.markup in {"text", "markdown", "html"}
        assert utterance.source.strip(), "an utterance keeps its words as they were written"
        assert utterance.reply_to is None or utterance.reply_to in parents, "a reply answers something that is here"
        if utterance.at is not None:
            assert utterance.at.utcoffset() == timedelta(), "a time is in UTC"
            assert last is None or last <= utterance.at, "utterances stand in order of time"
            last = utterance.at
    settled: set[str] = set()
    for first in parents:
        path: set[str] = set()
        here: str | None = first
        while here is not None and here not in settled:
            assert here not in path, "replies run in no circle"
            path.add(here)
            here = parents[here]
        settled |= path


def _presentable(*words: str) -> None:
    for each in words:
        assert not _REFUSED.search(each), f"no control characters or half surrogates: {each[:80]!r}"


def mangled(path: Path, place: Path, seed: int = 1, times: int = 40) -> Iterator[Path]:
    """Copies of an export at `path` with a piece cut off, bytes changed, doubled or swapped; the same each run."""
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    for n in range(times):
        copy = place / f"mangled-{n}" / path.name
        if path.is_dir():
            shutil.copytree(path, copy)
            victim = chance.choice(files.inside(copy))
        else:
            copy.parent.mkdir(parents=True)
            victim = Path(shutil.copyfile(path, copy))
        data = bytearray(victim.read_bytes())
        at = chance.randrange(len(data))
        match n % 4:
            case 0:
                del data[at:]
            case 1:
                for _ in range(3):
                    data[chance.randrange(len(data))] = chance.randrange(256)
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 200)]
            case _:
                data[at : at + 6] = chance.choice(
                    [b"null", b"-1", b"\x00", b"\xed\xa0\x80", b'"[]"', b"<", b"&x;", b"{}"]
                )
        victim.write_bytes(data)
        yield copy


def check_names(reader: Reader, sample: Sample, place: Path) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]*", reader.name), "the name is a word for the command line"
    assert reader.title.say("en")
    assert reader.files.say("en")


def check_recognises_its_own(reader: Reader, sample: Sample, place: Path) -> None:
    path = sample(place)
    assert reader.recognises(path, files.head(path)) is True


def check_recognises_never_raises(reader: Reader, sample: Sample, place: Path) -> None:
    chance = random.Random(2)  # noqa: S311 - noise, not secrets
    nothing = place / "nothing.bin"
    for head in [
        b"",
        b"\x00",
        b"{",
        b"<",
        b"\xff\xfe<\x00",
        b"\x1f\x8b",
        *(chance.randbytes(n) for n in range(1, 400, 7)),
    ]:
        assert reader.recognises(nothing, head) in {True, False}
    assert reader.recognises(nothing, b"no export of anything") is False


def check_reads_something(reader: Reader, sample: Sample, place: Path) -> None:
    assert outcome(reader, sample(place)), "a good sample gives at least one conversation"


def check_reads_the_same_twice(reader: Reader, sample: Sample, place: Path) -> None:
    path = sample(place)
    assert outcome(reader, path) == outcome(reader, path), "the same file gives the same conversations"


def check_values_are_frozen(reader: Reader, sample: Sample, place: Path) -> None:
    for conversation in reader.read(sample(place), Reading()):
        for value, field in ((conversation, "title"), (conversation.utterances[0], "text")):
            try:
                setattr(value, field, "changed")
            except dataclasses.FrozenInstanceError:
                continue
            raise AssertionError("what a reader gives cannot be changed")


def check_refuses_what_is_empty(reader: Reader, sample: Sample, place: Path) -> None:
    path = sample(place)
    for file in files.inside(path) if path.is_dir() else [path]:
        file.write_bytes(b"")
    assert outcome(reader, path) is None, "an empty file is refused"


def check_survives_damage(reader: Reader, sample: Sample, place: Path) -> None:
    for damaged in mangled(sample(place), place):
        outcome(reader, damaged)


def check_keeps_to_its_limits(reader: Reader, sample: Sample, place: Path) -> None:
    path = sample(place)
    assert outcome(reader, path, Limits(utterances=0)) is None, "more contributions than allowed are refused"
    assert outcome(reader, path, Limits(bytes=1)) is None, "a file larger than allowed is refused"
    reading = Reading(limits=Limits(text=1, skipped=1))
    assert not list(reader.read(path, reading)), "a contribution longer than allowed is left out"
    assert len(reading.skipped) == 1 <= reading.skipped_count, "what is left out is counted, and named up to the limit"


def check_tells_progress_to_the_end(reader: Reader, sample: Sample, place: Path) -> None:
    told: list[tuple[int, int]] = []
    list(reader.read(sample(place), Reading(progress=lambda done, total: told.append((done, total)))))
    assert told, "progress is told"
    assert told[-1][0] == told[-1][1] > 0, "progress reaches the end"
    assert all(0 <= done <= total for done, total in told)


def check_leaves_nothing_behind(reader: Reader, sample: Sample, place: Path) -> None:
    path = sample(place)
    before = sorted(place.rglob("*"))
    for _ in reader.read(path, Reading()):
        break
    list(reader.read(path, Reading()))
    assert sorted(place.rglob("*")) == before, "reading writes nothing beside the export"


CHECKS: tuple[Check, ...] = (
    check_names,
    check_recognises_its_own,
    check_recognises_never_raises,
    check_reads_something,
    check_reads_the_same_twice,
    check_values_are_frozen,
    check_refuses_what_is_empty,
    check_survives_damage,
    check_keeps_to_its_limits,
    check_tells_progress_to_the_end,
    check_leaves_nothing_behind,
)
