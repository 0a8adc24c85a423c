"""The page on the journal lists every verb that is recorded, and no other."""

import ast
import re

from house.project import ROOT, WEB, words

VERB = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
RECORDS = re.compile(r"^from iq4d\.web\.journal\.actions import .*\brecord\b", re.MULTILINE)


class Said(ast.NodeVisitor):
    """Every constant that reads as a verb; the code of a refusal does, too, and is none."""

    def __init__(self) -> None:
        self.verbs: set[str] = set()

    def visit_Call(self, node: ast.Call) -> None:
        if getattr(node.func, "id", "") != "refusal":
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and VERB.fullmatch(node.value):
            self.verbs.add(node.value)


def recorded(source: str) -> set[str]:
    """The verbs in a module that writes into the journal."""
    said = Said()
    if RECORDS.search(source):
        said.visit(ast.parse(source))
    return said.verbs


def listed(document: str) -> list[str]:
    return re.findall(r"^\| `([a-z.-]+)` \|", document, flags=re.MULTILINE)


def test_every_verb_is_documented_and_nothing_else():
    everything = set().union(*(recorded(words(path)) for path in WEB.rglob("*.py") if "migrations" not in path.parts))
    told = listed(words(ROOT / "docs" / "journal.md"))
    assert len(told) == len(set(told))
    assert set(told) == everything


def test_a_new_verb_would_be_seen():
    head = "from iq4d.web.journal.actions import record\n"
    assert recorded(f"{head}record('deeds.sung', actor=None)\nraise refusal('deeds.too-late')") == {"deeds.sung"}
    assert recorded(f"{head}verb = 'deeds.sung' if over else 'deeds.sung-again'\nrecord(verb)") == {
        "deeds.sung",
        "deeds.sung-again",
    }
    assert recorded("listens_to('deeds.sung')") == set(), "who listens writes nothing"
