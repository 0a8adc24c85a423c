"""A corpus of ConvoKit, brought in as the four files the page asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

import cast
from iq4d.web.dialogues.models import Dialogue
from web.imports.bringing import brought, confirmed, export

pytestmark = pytest.mark.django_db


def test_the_files_of_a_corpus_belong_together(tmp_path: Path) -> None:
    ada = cast.person("Ada")
    files = [file for file in export(tmp_path, "convokit") if file[0] != "index.json"]
    import_ = brought(cast.signed_in(ada), cast.circle(ada), *files)
    assert (import_.reader, import_.state) == ("convokit", "ready")
    confirmed(cast.signed_in(ada), import_)
    assert sorted(Dialogue.objects.values_list("title", flat=True)) == ["Late reviews", "Who helps?"]
