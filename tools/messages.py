"""Every sentence and its Dutch: found in the source, kept in two gettext catalogues, compiled without GNU gettext.

    python tools/messages.py update     take new sentences into the catalogues, drop those that went
    python tools/messages.py compile    write the .mo files that the product reads
    python tools/messages.py check      say what is missing, wrong or stale; exit 1 if anything is

English is the source, Dutch the only translation. The libraries and the web each have a domain of their own. A
catalogue names files but no lines, so that moving code changes nothing in it; nothing is ever guessed.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import jinja2.nodes
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "nl"

# Which arguments of a call are the sentence, its plural and its context.
CALLS = {
    "text": ("one",),
    "plural": ("one", "many"),
    "gettext": ("one",),
    "gettext_lazy": ("one",),
    "gettext_noop": ("one",),
    "ngettext": ("one", "many"),
    "ngettext_lazy": ("one", "many"),
    "pgettext": ("context", "one"),
    "pgettext_lazy": ("context", "one"),
    "npgettext": ("context", "one", "many"),
    "npgettext_lazy": ("context", "one", "many"),
    "_": ("one",),  # as Django's templatize writes it; in Python only what is imported under a name counts
}
SPEAKING_MODULES = {"iq4d.speech", "django.utils.translation"}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({STRING}(?:,\s*{STRING})*)", re.DOTALL)
FILLED = re.compile(r"%%|%\(\w+\)[sd]")  # what only a sentence that is filled in with % holds
PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)[^{}]*\}")


@dataclass
class Sentence:
    """One message id: its English, its plural where there is one, and the files that say it."""

    one: str
    many: str | None = None
    context: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def id(self) -> str | tuple[str, str]:
        return self.one if self.many is None else (self.one, self.many)


class Sentences:
    """All sentences of a domain in the order of their files, and what could not be taken as one."""

    def __init__(self) -> None:
        self.found: dict[tuple[str | None, str], Sentence] = {}
        self.problems: list[str] = []

    def add(self, place: str, one: str, many: str | None = None, context: str | None = None) -> None:
        if not one.strip():
            return
        sentence = self.found.setdefault((context, one), Sentence(one, many, context))
        sentence.many = sentence.many or many
        if place not in sentence.places:
            sentence.places.append(place)


@dataclass(frozen=True)
class Domain:
    """A gettext domain: the folder it speaks for, and the folders in there that have a domain of their own."""

    name: str
    folder: Path
    except_for: tuple[Path, ...] = ()

    @property
    def po(self) -> Path:
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / f"{self.name}.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")

    def files(self) -> Iterator[Path]:
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and not any(path.is_relative_to(other) for other in self.except_for):
                yield path


def domains(root: Path = ROOT) -> list[Domain]:
    library, web = root / "src" / "iq4d", root / "src" / "iq4d" / "web"
    return [Domain("iq4d", library, except_for=(web,)), Domain("django", web)]


# Finding


def extract(domain: Domain) -> Sentences:
    sentences = Sentences()
    for path in domain.files():
        place = path.relative_to(domain.folder).as_posix()
        if path.suffix == ".py" and path.name != "speech.py":
            from_python(path.read_text(encoding="utf-8"), place, sentences)
        elif path.suffix == ".html" and "templates" in path.parts and domain.name == "iq4d":
            from_jinja(path.read_text(encoding="utf-8"), place, sentences)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            from_template(path.read_text(encoding="utf-8"), place, sentences)
    return sentences


def from_python(source: str, place: str, into: Sentences) -> None:
    """Calls of what is imported from `iq4d.speech` and from Django's translation, under whatever name."""
    tree = ast.parse(source)
    functions: dict[str, tuple[str, ...]] = {}
    modules: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if node.module in SPEAKING_MODULES and alias.name in CALLS:
                    functions[alias.asname or alias.name] = CALLS[alias.name]
                elif f"{node.module}.{alias.name}" in SPEAKING_MODULES:
                    modules.add(alias.asname or alias.name)

    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match call.func:
            case ast.Name(id=name) if name in functions:
                roles = functions[name]
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules and name in CALLS:
                roles = CALLS[name]
            case _:
                continue
        arguments = [list(alternatives(argument)) for argument in call.args[: len(roles)]]
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in call.args[: len(roles)]):
            into.problems.append(f"{place}:{call.lineno}: a sentence put together in code cannot be translated")
        elif len(arguments) == len(roles) and all(arguments):
            # `text("a" if x else "b")` says either; a plural or a context has only one form
            for first in arguments[0]:
                into.add(place, **dict(zip(roles, [first, *(other[0] for other in arguments[1:])], strict=True)))


def alternatives(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(words)):
            yield words
        case ast.IfExp(body=body, orelse=other):
            yield from alternatives(body)
            yield from alternatives(other)


def from_jinja(source: str, place: str, into: Sentences) -> None:
    """The libraries' templates speak as their Python does: text("...") and plural("...", "...", n)."""
    tree = jinja2.Environment().parse(source)
    for node in tree.find_all(jinja2.nodes.Call):
        if isinstance(node.node, jinja2.nodes.Name) and node.node.name in ("text", "plural"):
            roles = CALLS[node.node.name]
            words = [arg.value if isinstance(arg, jinja2.nodes.Const) else None for arg in node.args[: len(roles)]]
            if len(words) == len(roles) and all(isinstance(word, str) for word in words):
                into.add(place, **dict(zip(roles, words, strict=True)))
            else:
                into.problems.append(f"{place}:{node.lineno}: a sentence that is no plain string cannot be translated")


def from_template(source: str, place: str, into: Sentences) -> None:
    for name, arguments in TEMPLATE_CALL.findall(templatize(source, origin=place)):
        into.add(place, **dict(zip(CALLS[name], ast.literal_eval(f"({arguments},)"), strict=False)))


# Keeping


class PlainCatalog(Catalog):
    """A catalogue whose header holds what gettext needs and nothing that changes from day to day."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", LANGUAGE),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def read(domain: Domain) -> Catalog:
    if not domain.po.exists():
        return Catalog(locale=LANGUAGE)
    with domain.po.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def merged(sentences: Sentences, old: Catalog) -> PlainCatalog:
    """The sentences of the source with the Dutch there already is for exactly them."""
    header = "# The Dutch of IQ4D. New sentences come in with `make messages`; write the Dutch here."
    new = PlainCatalog(locale=LANGUAGE, header_comment=header, fuzzy=False)
    for sentence in sentences.found.values():
        kept = old.get(sentence.one, sentence.context)
        if kept is not None and bool(kept.pluralizable) != (sentence.many is not None):
            kept = None
        new.add(
            sentence.id,
            kept.string if kept else None,
            locations=[(place, None) for place in sentence.places],
            flags={"fuzzy"} if kept and kept.fuzzy else set(),
            user_comments=kept.user_comments if kept else [],
            context=sentence.context,
        )
    return new


def po_text(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=120, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def update(domain: Domain) -> str:
    sentences = extract(domain)
    catalog = merged(sentences, read(domain))
    domain.po.parent.mkdir(parents=True, exist_ok=True)
    domain.po.write_bytes(po_text(catalog))
    waiting = sum(not translated(message) for message in catalog if message.id)
    return f"{domain.name}: {len(sentences.found)} sentences, {waiting} without Dutch"


def compile_(domain: Domain) -> str:
    domain.mo.parent.mkdir(parents=True, exist_ok=True)
    domain.mo.write_bytes(mo_bytes(merged(extract(domain), read(domain))))
    return f"{domain.name}: {domain.mo.name} written"


# Checking


def check(domain: Domain) -> list[str]:
    """What is wrong with a domain, a line each; empty when all is well."""
    sentences = extract(domain)
    try:
        kept = read(domain)
    except PoFileError as error:
        return [f"{domain.name}: {domain.po.name} cannot be read: {error}"]

    found = [f"not a sentence: {problem}" for problem in sentences.problems]
    for sentence in sentences.found.values():
        message = kept.get(sentence.one, sentence.context)
        if message is None or bool(message.pluralizable) != (sentence.many is not None):
            found.append(f"missing: {sentence.one!r} ({', '.join(sentence.places)})")
        elif not translated(message):
            found.append(f"untranslated: {sentence.one!r}")
        elif message.fuzzy:
            found.append(f"fuzzy: {sentence.one!r}")
        elif wrong := wrong_places(message):
            found.append(f"placeholders: {sentence.one!r}: {wrong}")
    gone = [message for message in kept if message.id and key(message) not in sentences.found]
    found += [f"obsolete: {key(message)[1]!r}" for message in [*gone, *kept.obsolete.values()]]
    if not domain.mo.exists() or domain.mo.read_bytes() != mo_bytes(merged(sentences, kept)):
        found.append(f"stale: {domain.mo.name} is not what the source and the .po give")
    return [f"{domain.name}: {line}" for line in found]


def key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def translated(message: Message) -> bool:
    strings = message.string if message.pluralizable else (message.string,)
    return bool(strings) and all(strings)


def wrong_places(message: Message) -> str:
    """In which places (`{n}`, `%(n)s`) the Dutch differs; a singular may leave its number unsaid."""
    strings = message.string if message.pluralizable else (message.string,)
    if FILLED.search(str(message.id)) and any("%" in FILLED.sub("", string) for string in strings):
        return "this sentence is filled in with %, so a percent sign in it is written %%"
    if not message.pluralizable:
        asked, given = places(message.id), places(message.string)
        return "" if asked == given else f"English has {sorted(asked)}, Dutch {sorted(given)}"
    asked = places(message.id[0]) | places(message.id[1])
    if places(message.string[-1]) != places(message.id[1]):
        return f"English has {sorted(places(message.id[1]))}, Dutch {sorted(places(message.string[-1]))}"
    strange = set().union(*(places(string) for string in message.string)) - asked
    return f"Dutch has {sorted(strange)}" if strange else ""


def places(sentence: str) -> set[str]:
    return {percent or brace for percent, brace in PLACE.findall(sentence)}


def main(arguments: list[str]) -> int:
    verbs = {"update": update, "compile": compile_}
    match arguments:
        case [verb] if verb in verbs:
            for domain in domains():
                print(verbs[verb](domain))
            return 0
        case ["check"]:
            found = [line for domain in domains() for line in check(domain)]
            print("\n".join(found) or "All sentences are there in English and Dutch.")
            if found:
                print(f"{len(found)} to mend: `make messages`, then write the Dutch that is missing, and again.")
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
