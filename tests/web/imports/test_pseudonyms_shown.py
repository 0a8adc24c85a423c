"""What a page shows of words after pseudonyms: no name comes back when their mark-up is made."""

import pytest

from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.pseudonyms import pseudonymous
from iq4d.web.ui.markup import rendered


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ("markdown", "what _Ren\u00e9_ and **Ren&eacute;** said, [he](https://forum.example/u/Ren%C3%A9)"),
        ("html", "<p>Ren&eacute; and Ren&#233; and Rene\u0301</p>"),
        ("html", '<a href="https://forum.example/u/ren&eacute;" title="of Ren\u00e9">him</a>'),
        ("text", "Dear Rene"),
    ],
)
def test_no_name_is_left_where_it_is_shown(markup: str, source: str) -> None:
    words = (Utterance("1", "a", "Hello"), Utterance("2", "b", "", source=source, markup=markup))
    told = pseudonymous(Conversation("c", "", words, (Speaker("a", "Xenia"), Speaker("b", "Ren\u00e9"))), "Participant")
    page = rendered(told.utterances[1].source, markup).lower()
    for trace in ("ren\u00e9", "rene", "ren%c3", "ren&"):
        assert trace not in page
