"""Files from people we do not know: JSON, XML and .gz within bounds, and refusals that say where."""

import gzip
import json
import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iq4d.errors import UnknownFormat, UnreadableExport
from iq4d.readers import READERS, Limits, Reading, find, read, safe_json
from iq4d.readers.safe_xml import elements
from readers.small_exports import POSTS, comment, discourse, forum, item, stackexchange, wordpress, written, wxr


@pytest.fixture
def refused(tmp_path):
    """What reading an XML file of these bytes is refused with."""

    def refusal(data: bytes, **more) -> str:
        path = tmp_path / "some.xml"
        path.write_bytes(data)
        with pytest.raises(UnreadableExport) as problem:
            list(elements(path, Reading(**more), inside=("posts",), wanted={"row"}, doctypes={("posts", "posts.dtd")}))
        return str(problem.value)

    return refusal


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE posts>",
        "<!DOCTYPE posts SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE posts SYSTEM 'http://127.0.0.1:9/posts.dtd'>",
        "<!DOCTYPE other SYSTEM 'posts.dtd'>",
        "<!DOCTYPE posts PUBLIC 'x' 'posts.dtd'>",
        "<!DOCTYPE posts SYSTEM 'posts.dtd' []>",
        "<!DOCTYPE posts SYSTEM 'posts.dtd' [<!ENTITY a 'ha'>]>",
        "<!DOCTYPE posts SYSTEM 'posts.dtd' [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/p.dtd'> %p;]>",
        "<!DOCTYPE posts [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    ],
)
def test_no_document_type_but_the_one_a_dump_writes(refused, doctype):
    assert "document type" in refused(f"<?xml version='1.0'?>{doctype}<posts>&a;</posts>".encode())


def test_an_undeclared_entity_is_refused_under_the_allowed_document_type_too(refused):
    assert "some.xml, line 2:" in refused(b"<!DOCTYPE posts SYSTEM 'posts.dtd'>\n<posts>&a;</posts>")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<r>" * 100_000 + b"</r>" * 100_000, "begins with <r>"),
        (b"<posts>" + b"<r>" * 100_000, "levels deep"),
        (b"<posts><row " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/></posts>", "too many attributes"),
        (b"<posts><" + b"a" * 1_000_000 + b"/></posts>", "too long a name"),
        (b'<posts><row a="' + b"a" * 20_000_000, "longer than"),
        (b"<posts>" + b"<row>" * 2 + b"half", "damaged or cut off"),
        (b"<posts/><posts/>", "damaged or cut off"),
        (b"<posts><row/><posts>", "damaged or cut off"),
        (b"<posts>\x00</posts>", "damaged or cut off"),
        (b"", "damaged or cut off"),
        (b"<?xml version='1.0' encoding='UTF-7'?><posts>+ADw-</posts>", "encoding"),
        (b"<?xml version='1.0' encoding='cp037'?><posts/>", "encoding"),
        (b"<?xml version='1.0' encoding='no-such'?><posts/>", "encoding"),
        ("<posts/>".encode("utf-32"), "damaged or cut off"),
        (b"<posts>\xc0\xaf</posts>", "damaged or cut off"),
    ],
    ids=["deep-root", "deep", "attributes", "name", "tag", "cut", "two roots", "mismatch", "nul", "empty", "utf-7",
         "ebcdic", "unknown", "utf-32", "overlong"],
)  # fmt: skip
def test_xml_is_refused_within_bounds_and_with_its_place(refused, data, says):
    began = time.monotonic()
    message = refused(data)
    assert says in message
    assert message.startswith("some.xml, line ")
    assert time.monotonic() - began < 10


def test_xinclude_and_stylesheets_mean_nothing(tmp_path):
    comment = (
        "<wp:comment xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd' parse='text'/>"
    )
    path = written(
        tmp_path / "export.xml",
        wxr(item(10, comment + "</wp:comment>")).replace("<rss", "<?xml-stylesheet href='x'?><rss"),
    )
    assert list(read(path)) == []


def test_one_item_cannot_take_all_memory(tmp_path):
    path = written(tmp_path / "x.xml", "<posts><row>" + "<row/>" * 400_000 + "</row></posts>")
    with pytest.raises(UnreadableExport, match="too large to read"):
        list(elements(path, Reading(), inside=("posts",), wanted={"row"}))


def parsed(tmp_path, words: str | bytes, **limits):
    path = tmp_path / "some.json"
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return safe_json.load(path, Limits(**limits))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ('{\n "a": NaN}', "some.json, line 2, character 7: This file holds NaN"),
        ("[1, -Infinity]", "holds -Infinity"),
        ("[1e400]", "some.json, line 1, character 2: This file holds a number too large"),
        ("[" + "1" * 5000 + "]", "a number of 5000 digits"),
        ("[" * 200_000, "levels deep"),
        ("[" * 201 + "]" * 201, "levels deep"),
        ('{"a":' * 100_000, "levels deep"),
        ("[1,]", "some.json, line 1, character 4:"),
        ('{"a": 1} x', "some.json, line 1, character 10: This file is damaged"),
        ("", "damaged or cut off"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8"),
        (b'{"a":\n"\xed\xa0\x80"}', "some.json, line 2: This is not UTF-8"),
        ("[" + "[]," * 1_500_000 + "1]", "more than"),
    ],
    ids=["nan", "infinity", "exponent", "digits", "deep", "one too deep", "deep objects", "comma", "more", "empty",
         "utf-16", "surrogate", "values"],
)  # fmt: skip
def test_json_is_refused_with_its_place(tmp_path, words, says):
    with pytest.raises(UnreadableExport) as problem:
        parsed(tmp_path, words)
    assert says in str(problem.value)


def test_brackets_in_strings_are_no_depth(tmp_path):
    assert parsed(tmp_path, '["' + "[{" * 500 + '\\"[", "\\\\"]', depth=1)[1] == "\\"
    assert parsed(tmp_path, b"\xef\xbb\xbf[1]") == [1]


@pytest.mark.parametrize("piece", ['"', '\\"', '"\\', '"\\"', '["', '",'])
def test_a_hostile_string_costs_linear_time(tmp_path, piece):
    began = time.monotonic()
    with pytest.raises(UnreadableExport):
        parsed(tmp_path, '["' + piece * 1_500_000)
    assert time.monotonic() - began < 5


def test_a_file_larger_than_allowed_is_not_read_whole(tmp_path):
    with pytest.raises(UnreadableExport, match="larger"):
        parsed(tmp_path, "[1, 2, 3]", bytes=5)


def members(tmp_path, data, limits=None):
    path = tmp_path / "some.json"
    path.write_bytes(data)
    return list(safe_json.members(path, limits or Limits()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.sampled_from(['}"', "],", "\\", "é"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("piece", [3, 1 << 20])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.lists(JSON) | st.dictionaries(st.text(max_size=3), JSON), indent=st.sampled_from([None, 1]))
def test_member_by_member_is_the_same_as_at_once(tmp_path, monkeypatch, piece, value, indent):
    monkeypatch.setattr(safe_json, "_PIECE", piece)
    expected = list(value.items()) if isinstance(value, dict) else list(enumerate(value, 1))
    assert members(tmp_path, json.dumps(value, indent=indent).encode()) == expected


@pytest.mark.parametrize(
    "words",
    ["", " ", "1", '"a"', "{", "[1", "[1,]", "[,1]", "[1}", '{"a":1', '{"a":1,}', '{"a"}', "[1] 2", "[1][2]", '["a',
     "{}}", "[1 2]", '{"a":1 "b":2}', "x[1]", "[1]x", '[{"a":]}]', "[NaN]", "[1e999]"],
)  # fmt: skip
def test_what_is_no_json_is_none_member_by_member(tmp_path, words):
    with pytest.raises(UnreadableExport, match=r"^some\.json, line 1: "):
        members(tmp_path, words.encode())


def test_members_are_refused_with_their_line_and_within_bounds(tmp_path):
    with pytest.raises(UnreadableExport, match="line 3: This file is damaged"):
        members(tmp_path, b'[\n1,\n1 x,\n{"a": 2}]')
    with pytest.raises(UnreadableExport, match="nested more than 200"):
        members(tmp_path, b'{"a":' + b"[" * 300_000)
    with pytest.raises(UnreadableExport, match="larger than the 0 MB"):
        members(tmp_path, b"[1, 2, 3]", Limits(bytes=5))


def test_lines_are_refused_with_their_number(tmp_path):
    path = written(tmp_path / "some.jsonl", '{"a": 1}\n\n[2]\n{"b": \n')
    found = safe_json.lines(path, Limits())
    assert [next(found), next(found)] == [(1, 9, {"a": 1}), (3, 14, [2])]
    with pytest.raises(UnreadableExport, match=r"^some\.jsonl, line 4: This file is damaged"):
        next(found)


@pytest.mark.parametrize("data", [b'["' + b'a"' * 500_000, b'["' + b"\\" * 1_000_000, b"[" + b"1," * 100_000])
def test_hostile_members_cost_linear_time(tmp_path, data):
    began = time.monotonic()
    with pytest.raises(UnreadableExport):
        members(tmp_path, data)
    assert time.monotonic() - began < 10


def test_a_gz_reads_as_what_it_holds(tmp_path):
    plain = discourse(tmp_path)
    packed = tmp_path / "topic.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert list(read(packed)) == list(read(plain))
    assert find(packed).name == "discourse"


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path):
    packed = tmp_path / "Posts.xml.gz"
    with gzip.open(packed, "wb") as file:
        file.write(POSTS.encode())
        for _ in range(80):
            file.write(b" " * 1_000_000)
    with pytest.raises(UnreadableExport, match="too much for its size"):
        list(read(packed))


def test_a_gz_cut_off_or_false_is_refused(tmp_path):
    packed = tmp_path / "topic.json.gz"
    packed.write_bytes(gzip.compress(os.urandom(100_000))[:50_000])
    with pytest.raises(UnreadableExport, match="damaged"):
        find(packed)
    packed.write_bytes(b"no gzip")
    with pytest.raises(UnreadableExport, match="damaged"):
        list(read(packed))


def test_nothing_unpacked_or_spooled_stays_behind(tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    packed = tmp_path / "export.xml.gz"
    packed.write_bytes(gzip.compress(wordpress(tmp_path).read_bytes()))
    begun = read(packed)
    next(begun)
    assert list(place.iterdir())
    begun.close()
    half = read(stackexchange(tmp_path))
    next(half)
    half.close()
    (tmp_path / "dump" / "Comments.xml").write_text("<comments><row")
    with pytest.raises(UnreadableExport):
        list(read(tmp_path / "dump"))
    assert list(place.iterdir()) == []


def test_a_folder_with_one_file_is_that_file(tmp_path):
    folder = forum(tmp_path / "upload").parent
    assert find(folder).name == "forum"
    assert len(list(read(folder))) == 1


def test_a_folder_of_several_files_of_one_kind(tmp_path):
    discourse(tmp_path)
    written(tmp_path / "again.json", (tmp_path / "topic.json").read_text())
    written(tmp_path / "other.json", (tmp_path / "topic.json").read_text().replace('"id": 7', '"id": 8'))
    written(tmp_path / "notes.txt", "not an export")
    told = []
    reading = Reading(progress=lambda done, total: told.append((done, total)))
    assert [c.id for c in read(tmp_path, reading)] == ["topic-7", "topic-8"]
    assert [s.where for s in reading.skipped] == ["notes.txt", "topic.json, Late reviews"]
    assert told[-1][0] == told[-1][1]


def test_places_are_words_in_both_languages(tmp_path):
    reading = Reading()
    talk = wxr(item(10, comment(1, "Bob", "Hi"), comment(2, "Eve", "Buy", approved="spam")))
    list(read(written(tmp_path / "export.xml", talk), reading))
    assert [skipped.say("en") for skipped in reading.skipped] == ["post 10, comment 2: It was marked as spam."]
    assert reading.skipped[0].say("nl").startswith("bericht 10, reactie 2: ")


def test_what_is_not_there_or_no_file_is_refused(tmp_path):
    with pytest.raises(UnreadableExport, match="no such file"):
        find(tmp_path / "missing.json")
    with pytest.raises(UnreadableExport, match="no file in this folder"):
        find(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableExport, match="no such file"):
        list(read(tmp_path / "pipe"))


def test_an_unknown_file_names_the_readers_there_are(tmp_path):
    with pytest.raises(UnknownFormat, match=r"poem\.txt: We cannot read this file\.") as problem:
        find(written(tmp_path / "poem.txt", "Shall I compare thee"))
    said = problem.value.say("nl")
    heard = str(problem.value).casefold()
    assert [reader.name for reader in READERS if str(reader.title).split(" ")[0].casefold() not in heard] == []
    assert "We lezen exports van Discourse" in said
