"""Exports nobody on the team wrote: what comes out equals a count by other means."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import SHARED
from iq4d.errors import UnreadableExport
from iq4d.readers import Reading, battery, find, read

SAMPLES = SHARED / "samples"
DISCOURSE = sorted((SAMPLES / "discourse").rglob("*.json"))
WORDPRESS = sorted((SAMPLES / "wordpress_wxr").rglob("*.xml"))
DUMPS = sorted({path.parent for path in (SAMPLES / "stackexchange_dump").rglob("Posts.xml")})


def name(path: Path) -> str:
    return path.name


def test_the_samples_are_here(shared):
    assert len(DISCOURSE) > 20
    assert len(WORDPRESS) > 20
    assert len(DUMPS) == 2


@pytest.mark.parametrize("path", DISCOURSE, ids=name)
def test_every_discourse_file_is_a_topic_or_says_what_to_export(path):
    data = json.loads(path.read_text())
    whole = isinstance(data, dict) and "post_stream" in data and "title" in data
    if not whole:
        with pytest.raises(UnreadableExport):
            list(read(path))
        return
    reading = Reading()
    (talk,) = read(path, reading)
    battery.promises_kept([talk])
    posts = data["post_stream"]["posts"]
    assert len(talk) == sum(post["post_type"] == 1 for post in posts) == len(posts) - reading.skipped_count
    assert (talk.expected or len(posts)) == len(data["post_stream"]["stream"])


def namespace(path: Path) -> str:
    return re.search(r"https?://wordpress\.org/export/[\d.]+/(?=[\"'])", path.read_text())[0]


def approved(item: ElementTree.Element, wp: str) -> int:
    fields = ({field.tag: field.text or "" for field in comment} for comment in item.iter(f"{wp}comment"))
    return sum(
        c.get(f"{wp}comment_approved") == "1" and c.get(f"{wp}comment_type", "") in {"", "comment"} for c in fields
    )


@pytest.mark.parametrize("path", WORDPRESS, ids=name)
def test_every_wordpress_file_gives_its_posts_with_comments(path):
    assert find(path).name == "wordpress"
    try:
        tree = ElementTree.parse(path)
    except ElementTree.ParseError:
        with pytest.raises(UnreadableExport, match=rf"^{re.escape(path.name)}, line \d+: This file is damaged"):
            list(read(path))
        return
    wp = f"{{{namespace(path)}}}"
    open_posts = [
        item
        for item in tree.iter("item")
        if item.findtext(f"{wp}status") == "publish" and not item.findtext(f"{wp}post_password")
    ]
    counts = [count + 1 for item in open_posts if (count := approved(item, wp))]
    reading = Reading()
    talks = list(read(path, reading))
    battery.promises_kept(talks)
    assert [len(talk) for talk in talks] == counts
    assert talks or reading.skipped, "a file without conversations says why"


@pytest.mark.parametrize("folder", DUMPS, ids=name)
def test_every_row_of_a_dump_is_an_utterance_or_skipped(folder):
    posts = (folder / "Posts.xml").read_text()
    comments = (folder / "Comments.xml").read_text() if (folder / "Comments.xml").exists() else ""
    reading = Reading()
    talks = list(read(folder, reading))
    battery.promises_kept(talks)
    ids = [utterance.id for talk in talks for utterance in talk]
    assert len(talks) == posts.count('PostTypeId="1"')
    assert sum(id.startswith("post-") for id in ids) == posts.count('PostTypeId="1"') + posts.count('PostTypeId="2"')
    assert sum(id.startswith("comment-") for id in ids) == comments.count("<row ")
    assert len(ids) + reading.skipped_count == posts.count("<row ") + comments.count("<row ")


@pytest.mark.parametrize("path", sorted(path for path in SAMPLES.rglob("*") if path.is_file()), ids=str)
def test_no_sample_of_any_platform_is_more_than_read_or_refused(path):
    try:
        talks = list(read(path))
    except UnreadableExport:
        return
    battery.promises_kept(talks)
