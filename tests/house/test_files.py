"""Rules about the files themselves. Each rule is a function, so that it can also be tried on a bad example."""

import ast
import re
from pathlib import Path

import pytest

from house.project import ROOT, SOURCE, WEB, files, words

LONGEST = 400  # lines; habit is 60-300
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc"}
SAFE_PLACE = WEB / "ui" / "markup.py"  # the one file that may call words safe (SECURITY rule 2)

ABSOLUTE_PATH = re.compile(r"(?<![\w.:/])/(?:work|home|root|Users|opt)/\w")
PACKAGE_HOST = re.compile(
    r"(?:index[-_]url|find[-_]links)\s*[=: ]\s*\S+:/|\w/simple\b|pypi\.org/|pythonhosted\.org", re.IGNORECASE
)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a script of its own": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "something from elsewhere": re.compile(r"<(?:script|link|img|iframe)\b[^>]*=[\"']?(?:https?:)?//", re.IGNORECASE),
    "the safe filter": re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off"),
}


def python() -> list[Path]:
    return [path for path in files(".py") if "migrations" not in path.parts]


def source() -> list[Path]:
    return [path for path in files(".py") if path.is_relative_to(SOURCE)]


def templates() -> list[Path]:
    """Those that become mark-up; a mail in plain text has nothing to escape."""
    return [path for path in files(".html", ".svg") if "templates" in path.parts]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Size and names


def too_long(lines: int) -> bool:
    return lines > LONGEST


def test_no_module_is_too_long_to_read():
    assert [named(path) for path in python() if too_long(len(words(path).splitlines()))] == []
    assert too_long(LONGEST + 1)


def is_drawer(path: Path) -> bool:
    return not DRAWERS.isdisjoint({path.stem, *path.parent.parts})


def test_no_junk_drawers():
    assert [named(path) for path in files(".py") if is_drawer(path.relative_to(ROOT))] == []
    assert is_drawer(Path("src/iq4d/web/utils.py"))
    assert is_drawer(Path("src/iq4d/common/words.py"))
    assert not is_drawer(Path("src/iq4d/web/circles/queries.py"))


# Names and calls that are kept out of the source


def uses(source: str, *forbidden: str) -> set[str]:
    """Which of these names the module imports, calls or mentions."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.FunctionDef(name=name):
                found.add(name)
            case ast.ImportFrom() | ast.Import():
                found |= {alias.name for alias in node.names}
    return found & set(forbidden)


def calls_safe(source: str) -> set[str]:
    """Ways to call words safe. `SafeString` in an annotation is fine: it says that somebody else did."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    made = {ast.unparse(function).rpartition(".")[2] for function in calls} & {"SafeString", "SafeText"}
    return made | uses(source, "mark_safe", "__html__")


def test_only_the_markup_module_calls_words_safe():
    offenders = {named(path): calls_safe(words(path)) for path in source() if path != SAFE_PLACE}
    assert {name: found for name, found in offenders.items() if found} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from django.utils.safestring import mark_safe as s\ns('<b>')",
        "safestring.SafeString(words)",
        "class A:\n    def __html__(self): return self.words",
    ],
)
def test_words_called_safe_elsewhere_are_seen(source):
    assert calls_safe(source)


ONE_CLICK = "src/iq4d/web/ui/surfaces.py"  # a signed address in a mail is its own proof: decision 0011


def test_no_view_steps_out_of_csrf_protection():
    offenders = [
        named(path) for path in files(".py") if path.is_relative_to(SOURCE) and uses(words(path), "csrf_exempt")
    ]
    assert offenders == [ONE_CLICK], "and which views are of that kind: tests/web/access/test_surfaces.py"
    assert uses("@csrf_exempt\ndef hook(request): ...", "csrf_exempt")


SPEAKERS = {  # the commands that talk in a terminal
    "src/iq4d/web/serving.py",
    *(f"src/iq4d/cli/{name}.py" for name in ("comparing", "composing", "methods", "reading", "shown", "talking")),
}


def prints(source: str) -> bool:
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return any(isinstance(function, ast.Name) and function.id == "print" for function in calls)


def test_only_the_command_line_prints():
    assert {named(path) for path in source() if prints(words(path))} <= SPEAKERS
    assert prints("def run():\n    print('hello')")
    assert not prints("console.print('hello')")


# Templates: nothing that a strict content security policy would have to allow


def inline(markup: str) -> list[str]:
    without_comments = re.sub(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", "", markup, flags=re.DOTALL)
    return [what for what, pattern in INLINE.items() if pattern.search(without_comments)]


def test_templates_hold_nothing_inline():
    offenders = {named(path): set(inline(words(path))) - may_hold(path) for path in templates()}
    assert {name: found for name, found in offenders.items() if found} == {}


def may_hold(path):
    """A page that is one file holds our own style sheet; its policy lets that one through, by its hash."""
    alone = "{{ style }}" in words(path) and not path.is_relative_to(WEB)
    return {"a style element"} if alone else set()


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<p class="a" style="color: red">', "a style attribute"),
        ("<style>p { }</style>", "a style element"),
        ("<script>go()</script>", "a script of its own"),
        ('<a href="#" onclick="go()">', "an event handler"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ('<script src="https://elsewhere.example/x.js"></script>', "something from elsewhere"),
        ("{{ words|safe }}", "the safe filter"),
        ("{% autoescape off %}", "the safe filter"),
    ],
)
def test_what_stands_inline_is_seen(markup, what):
    assert what in inline(markup)


def test_what_a_template_may_hold_is_left_alone():
    assert inline('<script type="module" src="{% static "ui/main.js" %}"></script><p data-on="1">on = safe</p>') == []


# What would tie the project to one machine or one network


def tied(text: str) -> bool:
    return bool(ABSOLUTE_PATH.search(text) or PACKAGE_HOST.search(text))


def test_no_file_is_tied_to_a_machine_or_a_package_host():
    here = Path(__file__).resolve()
    assert [named(path) for path in files() if path != here and tied(words(path))] == []


@pytest.mark.parametrize(
    "text",
    [
        "open('/ho" + "me/ada/export.json')",
        "--index" + "-url https://packages.example/sim" + "ple",
        "see /" + "work/main",
        "pypi" + ".org/simple",
    ],
)
def test_a_tie_is_seen(text):
    assert tied(text)


@pytest.mark.parametrize(
    "text", ["/usr/bin/chromium", "https://example.org/ho" + "me/page", "uv --no-emit-index" + "-url", "a/ho" + "me/b"]
)
def test_what_is_no_tie_is_left_alone(text):
    assert not tied(text)
