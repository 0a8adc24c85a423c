"""With ConvoKit itself, where it is installed: it loads what we save, and we read what it dumps."""

from dataclasses import replace

import pytest

from conftest import SHARED
from iq4d.readers import Reading, battery, read
from iq4d.readers.convokit import Entry, save
from readers.small_exports import SAMPLES

convokit = pytest.importorskip("convokit", reason="ConvoKit is not installed (pip install convokit)")
SAMPLE = sorted((SHARED / "samples" / "convokit").glob("*/data"))


def alike(corpus, talks):
    """ConvoKit has the same conversations, words, speakers, times and replies as we gave it."""
    assert sorted(corpus.get_conversation_ids()) == sorted(talk.id for talk in talks)
    for talk in talks:
        theirs = {
            utterance.id.split("/")[-1]: utterance for utterance in corpus.get_conversation(talk.id).iter_utterances()
        }
        names = {speaker.id: speaker.name for speaker in talk.speakers}
        assert theirs.keys() == {utterance.id for utterance in talk}
        for ours in talk:
            same = theirs[ours.id]
            assert (same.text, same.speaker.id, same.speaker.meta["name"]) == (
                ours.text,
                ours.speaker,
                names[ours.speaker],
            )
            assert (same.reply_to and same.reply_to.split("/")[-1]) == ours.reply_to
            assert same.timestamp == (ours.at and ours.at.timestamp())


@pytest.mark.parametrize("reader", SAMPLES, ids=lambda reader: reader.name)
def test_it_loads_what_any_reader_gave(reader, tmp_path):
    talks = list(read(SAMPLES[reader](tmp_path)))
    save([Entry(talk, {"iq4d_points": 61.5, "iq4d_depth": None}) for talk in talks], tmp_path / "saved")
    corpus = convokit.Corpus(filename=str(tmp_path / "saved"))
    alike(corpus, talks)
    for talk in talks:
        meta = corpus.get_conversation(talk.id).meta
        assert (meta["title"], meta["iq4d_points"], meta["iq4d_depth"]) == (talk.title, 61.5, None)
    frame = corpus.get_conversations_dataframe()
    assert list(frame["meta.iq4d_points"]) == [61.5] * len(talks)


def test_what_it_dumps_of_ours_is_read_as_ours(tmp_path):
    forum = next(make for reader, make in SAMPLES.items() if reader.name == "forum")
    (talk,) = read(forum(tmp_path))
    talks = [talk, replace(talk, id="topic-2", title="Again", language="nl", origin="/t/2")]
    save([Entry(each, {"iq4d_points": 61.5}) for each in talks], tmp_path / "saved")
    convokit.Corpus(filename=str(tmp_path / "saved")).dump("dumped", base_path=str(tmp_path))
    assert list(read(tmp_path / "dumped")) == list(read(tmp_path / "saved"))
    again = convokit.Corpus(filename=str(tmp_path / "dumped"))
    assert again.get_conversation("topic-2").meta["iq4d_points"] == 61.5


def test_we_read_what_it_makes_and_dumps(tmp_path):
    ada, bob = (convokit.Speaker(id=name, meta={"name": name.title(), "age": 40}) for name in ("ada", "bob"))
    said = [
        convokit.Utterance(id="1", speaker=ada, text="Why so late? 🙂", timestamp=1772359200, conversation_id="1"),
        convokit.Utterance(id="2", speaker=bob, text="What is late?", reply_to="1", timestamp=1772359260,
                           conversation_id="1", meta={"score": 3}),
        convokit.Utterance(id="3", speaker=bob, text="Anybody?", timestamp=None, conversation_id="3"),
    ]  # fmt: skip
    corpus = convokit.Corpus(utterances=said)
    corpus.get_conversation("1").add_meta("title", "Late reviews")
    corpus.get_conversation("1").add_meta("unpickled", {1, 2})  # a set: ConvoKit pickles that
    corpus.dump("dumped", base_path=str(tmp_path))
    reading = Reading()
    talks = list(read(tmp_path / "dumped", reading))
    battery.promises_kept(talks)
    assert reading.skipped == []
    alike(corpus, talks)
    assert [talk.title for talk in talks] == ["Late reviews", "Anybody?"]


@pytest.mark.parametrize("folder", SAMPLE, ids=lambda folder: folder.parent.name)
def test_a_corpus_of_its_own_collection(folder, tmp_path):
    """All that is no placeholder is read, and saved again under the same ids, so that a researcher can join them."""
    theirs = convokit.Corpus(filename=str(folder))
    talks = list(read(folder))
    battery.promises_kept(talks)
    said = {u.id for u in theirs.iter_utterances() if u.text.strip() not in {"", "[deleted]", "[removed]"}}
    assert {u.id for talk in talks for u in talk} == said
    save(talks, tmp_path / "saved")
    assert {u.id for u in convokit.Corpus(filename=str(tmp_path / "saved")).iter_utterances()} == said
