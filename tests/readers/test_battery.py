"""Every reader keeps every promise, on a good export, on damage of all kinds, and on noise."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.readers import battery, files
from iq4d.readers.protocol import Reading
from iq4d.speech import text
from readers.small_exports import SAMPLES

readers = pytest.mark.parametrize("reader", SAMPLES, ids=lambda reader: reader.name)
on_files = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@readers
@pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
def test_every_reader_keeps_every_promise(check, reader, tmp_path):
    check(reader, SAMPLES[reader], tmp_path)


@readers
@on_files
@given(noise=st.binary(max_size=400))
def test_noise_is_refused_or_recognised_never_a_crash(reader, tmp_path, noise):
    assert reader.recognises(tmp_path, noise) in {True, False}
    path = tmp_path / "noise"
    path.write_bytes(noise)
    battery.outcome(reader, path)


@readers
@on_files
@given(data=st.data())
def test_whatever_bytes_replace_a_piece_of_a_good_export(reader, tmp_path_factory, data):
    path = SAMPLES[reader](tmp_path_factory.mktemp("good"))
    victim = data.draw(st.sampled_from(files.inside(path))) if path.is_dir() else path
    good = victim.read_bytes()
    start = data.draw(st.integers(0, len(good)))
    length = data.draw(st.integers(0, 40))
    victim.write_bytes(good[:start] + data.draw(st.binary(max_size=40)) + good[start + length :])
    battery.outcome(reader, path)


class Faulty:
    """A reader that breaks one promise."""

    name, title, files = "faulty", text("Faulty"), text("None.")

    def __init__(self, *utterances, names=("Ada",), title="A title"):
        speakers = tuple(Speaker(name, name) for name in names)
        self.gives = Conversation(id="1", title=title, utterances=utterances, speakers=speakers)

    def recognises(self, path, head):
        return False

    def read(self, path, reading: Reading):
        yield self.gives


@pytest.mark.parametrize(
    "reader",
    [
        Faulty(),
        Faulty(Utterance("1", "Ada", "Why?", source="Why?"), title=" "),
        Faulty(Utterance("1", "Ada", "Why\0?", source="Why?")),
        Faulty(Utterance("1", "Ada", "Why?", source="Why?", reply_to="9")),
        Faulty(Utterance("1", "Ada", "Why?", source="Why?", reply_to="1")),
        Faulty(Utterance("1", "ada@example.org", "Why?", source="Why?"), names=("ada@example.org",)),
    ],
    ids=["nothing said", "no title", "NUL", "reply to nothing", "reply to itself", "email address"],
)
def test_the_battery_bites(reader, tmp_path):
    with pytest.raises(AssertionError):
        battery.outcome(reader, tmp_path)
