"""Many paths, folders of any kinds, and standard input."""

import gzip
import io
import json

import pytest

from iq4d.errors import UnknownFormat, UnreadableExport
from iq4d.readers import READERS, Limits, Reading, read, read_many
from readers import small_exports
from readers.small_exports import convokit, discourse, discourse_topic, forum, stackexchange, wordpress, written

BROKEN = '{"post_stream": {"posts": ['


def told(reading):
    return [skipped.say("en") for skipped in reading.skipped]


def several(*paths, reading=None, **more):
    return [(found.source, found.conversation.id) for found in read_many(paths, reading, **more)]


def until_it_breaks(*paths, reading, **more):
    """What comes before the error at the end, and that error."""
    found = []
    with pytest.raises(UnreadableExport) as problem:
        found.extend((each.source, each.conversation.id) for each in read_many(paths, reading, **more))
    return found, str(problem.value)


def test_each_in_turn_with_its_source(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    discourse(tmp_path)
    convokit(tmp_path)
    forum(tmp_path / "a")
    stackexchange(tmp_path)
    assert several("topic.json", "corpus", "a", "dump") == [
        ("topic.json", "topic-7"),
        ("corpus", "1"),
        ("corpus", "8"),
        ("a/forum.json", "topic-1"),
        ("dump", "question-1"),
    ]
    assert [found.reader for found in read_many(["a", "topic.json"])] == ["forum", "discourse"]
    assert several() == []


def test_the_same_id_in_two_paths_is_no_clash(tmp_path):
    one, two = discourse(tmp_path / "one"), discourse(tmp_path / "two")
    assert several(one, two) == [(str(one), "topic-7"), (str(two), "topic-7")]


def test_the_same_path_twice_is_read_once(tmp_path):
    path, reading = discourse(tmp_path), Reading()
    written(tmp_path / "notes.txt", "no export")
    assert several(path, tmp_path, tmp_path / "." / "topic.json", reading=reading) == [(str(path), "topic-7")]
    assert told(reading) == [
        f"{tmp_path}/notes.txt: It is no export that is read here.",
        f"{path}: It was given before.",
        f"{path}: It was given before.",
    ]


def test_a_folder_of_exports_of_several_kinds(tmp_path):
    discourse(tmp_path)
    written(tmp_path / "later.json", json.dumps(discourse_topic(id=1)))
    forum(tmp_path)
    wordpress(tmp_path)
    written(tmp_path / "readme.md", "what this is")
    reading = Reading()
    names = [(source.removeprefix(f"{tmp_path}/"), id) for source, id in several(tmp_path, reading=reading)]
    assert names == [
        ("export.xml", "post-10"), ("forum.json", "topic-1"), ("later.json", "topic-1"), ("topic.json", "topic-7"),
    ]  # fmt: skip
    assert f"{tmp_path}/readme.md: It is no export that is read here." in told(reading)
    reading = Reading()
    assert [talk.id for talk in read(tmp_path, reading)] == ["post-10", "topic-1", "topic-7"], "one export: an id once"
    assert "later.json, Late reviews: Another with this id came before it." in told(reading)


def test_what_lies_beside_a_dump_is_read_too(tmp_path):
    folder = stackexchange(tmp_path)
    discourse(folder)
    assert several(folder) == [(str(folder), "question-1"), (f"{folder}/topic.json", "topic-7")]


def test_with_one_reader_the_others_are_told(tmp_path):
    discourse(tmp_path)
    forum(tmp_path)
    reading = Reading()
    only = next(reader for reader in READERS if reader.name == "forum")
    assert several(tmp_path, reading=reading, reader=only) == [(f"{tmp_path}/forum.json", "topic-1")]
    assert told(reading) == [f"{tmp_path}/topic.json: It is not a file of this kind: Forum exchange file."]


def test_what_is_broken_is_told_and_the_others_are_read(tmp_path):
    good, reading = discourse(tmp_path), Reading()
    bad = written(tmp_path / "bad.json", BROKEN)
    gone = tmp_path / "gone.json"
    found, error = until_it_breaks(bad, gone, good, reading=reading)
    assert found == [(str(good), "topic-7")]
    assert error == "2 exports could not be read, or only in part."
    assert [str(each).split(": ")[0] for each in reading.broken] == [f"{bad}, line 1, character 28", f"{gone}"]


def test_the_only_one_that_is_broken_is_the_error_at_the_end(tmp_path):
    reading = Reading()
    found, error = until_it_breaks(written(tmp_path / "bad.json", BROKEN), reading=reading)
    assert (found, error.split(": ")[0]) == ([], "bad.json, line 1, character 28")


def test_a_broken_file_in_a_folder_is_told_and_the_others_are_read(tmp_path):
    discourse(tmp_path)
    written(tmp_path / "bad.json", BROKEN)
    (tmp_path / "bad.gz").write_bytes(b"no gzip")
    reading = Reading()
    found, _ = until_it_breaks(tmp_path, reading=reading)
    assert found == [(f"{tmp_path}/topic.json", "topic-7")]
    assert [str(each).split(": ")[0] for each in reading.broken] == [
        f"{tmp_path}/bad.gz", f"{tmp_path}/bad.json, line 1, character 28",
    ]  # fmt: skip


def test_what_came_before_the_break_is_given(tmp_path):
    talk = wordpress(tmp_path).read_text()
    path = written(tmp_path / "half.xml", talk.replace("</channel></rss>", "<item"))
    reading = Reading()
    found, error = until_it_breaks(path, reading=reading)
    assert found == [(str(path), "post-10")]
    assert "half.xml, line" in error


def test_a_folder_with_nothing_to_read_says_what_is_read(tmp_path):
    written(tmp_path / "a.txt", "no export")
    written(tmp_path / "b.txt", "nor this")
    for each in (read, lambda path: read_many([path])):
        with pytest.raises(UnknownFormat, match="We read exports of Discourse"):
            list(each(tmp_path))


def test_who_stops_early_sees_what_was_broken_so_far(tmp_path):
    reading = Reading()
    found = read_many([written(tmp_path / "bad.json", BROKEN), discourse(tmp_path)], reading)
    next(found)
    found.close()
    assert len(reading.broken) == 1
    assert reading.source == ""


def test_what_is_left_out_is_told_with_its_source_where_there_are_several(tmp_path):
    hidden = discourse_topic()
    hidden["post_stream"]["posts"][1]["hidden"] = True
    one, two = (written(tmp_path / name / "topic.json", json.dumps(hidden)) for name in ("one", "two"))
    alone, both = Reading(), Reading()
    several(one, reading=alone)
    several(one, two, reading=both)
    assert told(alone)[0] == "post 2: It was hidden."
    assert [said for said in told(both) if "hidden" in said] == [
        f"{one}, post 2: It was hidden.", f"{two}, post 2: It was hidden.",
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
@pytest.mark.parametrize("make", [discourse, forum, wordpress, convokit])
def test_standard_input_is_known_by_its_content(tmp_path, monkeypatch, make, pack):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    path = make(tmp_path)
    path = path / "utterances.jsonl" if path.is_dir() else path
    found = several("-", standard_input=io.BytesIO(pack(path.read_bytes())))
    assert [id for _, id in found] == [talk.id for talk in read(path)]
    assert {source for source, _ in found} == {"-"}
    assert list(place.iterdir()) == []


def test_standard_input_is_that_of_the_process_and_there_once(tmp_path, monkeypatch):
    data = discourse(tmp_path).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    reading = Reading()
    assert several("-", "-", reading=reading) == [("-", "topic-7")]
    assert told(reading) == ["-: It was given before."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "stdin: Nothing came in."),
        (b"a poem", "stdin: We cannot read this file."),
        (b"\x1f\x8b no gzip", "stdin.gz: This file is damaged or cut off."),
        (small_exports.POSTS.encode() * 2, "stdin"),
        (small_exports.COMMENTS.encode(), "stdin: These are comments without the posts they belong to."),
        (b"x" * 2_000_001, "stdin: This is larger than the 2 MB we take."),
    ],
)
def test_standard_input_that_cannot_be_read_says_so(data, says):
    reading = Reading(limits=Limits(bytes=2_000_000))
    _, error = until_it_breaks("-", reading=reading, standard_input=io.BytesIO(data))
    assert error.startswith(says)


def test_standard_input_among_others_is_called_so_once(tmp_path):
    reading = Reading()
    until_it_breaks("-", discourse(tmp_path), reading=reading, standard_input=io.BytesIO(BROKEN.encode()))
    assert [str(error).split(": ")[0] for error in reading.broken] == ["stdin, line 1, character 28"]


def test_progress_is_over_the_whole(tmp_path):
    one, two = wordpress(tmp_path), convokit(tmp_path)
    data = discourse(tmp_path / "in").read_bytes()
    steps = []
    reading = Reading(progress=lambda done, total: steps.append((done, total)))
    bad = written(tmp_path / "bad.json", BROKEN)
    until_it_breaks(one, "-", bad, two, reading=reading, standard_input=io.BytesIO(data))
    files = [one, bad, *two.iterdir()]
    whole = sum(file.stat().st_size for file in files) + len(data)
    dones = [done for done, _ in steps]
    assert dones == sorted(dones)
    assert steps[-1] == (whole, whole)
    assert all(done <= total for done, total in steps)
