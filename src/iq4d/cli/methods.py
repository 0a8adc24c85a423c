"""`iq4d methods`: the structured conversations that come along, and whether one of your own can work."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from iq4d.cli.talking import WrongUsage, talk
from iq4d.speech import LANGUAGES, text

if TYPE_CHECKING:
    from iq4d.methods import Method

__all__ = ["arguments", "run"]


def arguments(parser: argparse.ArgumentParser) -> None:
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument("--language", choices=LANGUAGES, help="in which language to speak; as your system says")
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    listed = what.add_parser("list", parents=[language], help="the methods that come along, one a line")
    listed.add_argument("--json", action="store_true", help="as JSON, one line a method")
    shown = what.add_parser("show", parents=[language], help="one method, to prepare and lead it")
    shown.add_argument("key", metavar="KEY")
    checked = what.add_parser("check", parents=[language], help="whether method files can work; exit 1 if one cannot")
    checked.add_argument("files", metavar="FILE", nargs="+")
    exported = what.add_parser("export", parents=[language], help="one method as a file, to change and share")
    exported.add_argument("key", metavar="KEY")
    what.add_parser("schema", parents=[language], help="the JSON Schema of a method file, for an editor")


def run(options: argparse.Namespace) -> int:
    """List, show, check or export methods; gives the exit code."""
    return {"list": _list, "show": _show, "check": _check, "export": _export, "schema": _schema}[options.what](options)


def _all() -> list[Method]:
    from iq4d.methods import catalog, newest

    return [newest(key) for key in sorted({key for key, _ in catalog()})]


def _named(key: str) -> Method:
    from iq4d.methods import newest

    try:
        return newest(key)
    except KeyError:
        raise WrongUsage(text("No method is called “{key}”: iq4d methods list names them.", key=key[:80])) from None


def _list(options: argparse.Namespace) -> int:
    from iq4d.methods.suiting import TRUST_WORDS, minutes_of, working_days_of

    language = options.language
    if options.json:
        for method in _all():
            print(json.dumps(_row(method, language), ensure_ascii=False))
        return 0
    heads = (text("Key"), text("People"), text("Min."), text("Days"), text("Trust"), text("Name"))
    shape = "{:<16} {:>7} {:>5} {:>5}  {:<26} {}"
    print(shape.format(*(head.say(language) for head in heads)))
    for method in _all():
        trust = TRUST_WORDS[method.trust].say(language)
        size = (minutes_of(method, "live"), working_days_of(method, "apart"))
        print(shape.format(method.key, _people(method), *size, trust, method.name.say(language)))
    return 0


def _people(method: Method) -> str:
    if method.most is None:
        return f"{method.least}+"
    return f"{method.least}" if method.least == method.most else f"{method.least}-{method.most}"


def _row(method: Method, language: str) -> dict[str, object]:
    from iq4d.methods import fingerprint
    from iq4d.methods.suiting import minutes_of, working_days_of

    return {
        "key": method.key,
        "version": method.version,
        "name": method.name.say(language),
        "summary": method.summary.say(language),
        "least": method.least,
        "most": method.most,
        "minutes_live": minutes_of(method, "live"),
        "days_apart": working_days_of(method, "apart"),
        "trust": method.trust,
        "purposes": method.purposes,
        "dimensions": method.dimensions,
        "licence": method.licence,
        "content": fingerprint(method),
    }


def _show(options: argparse.Namespace) -> int:
    print("\n".join(_page(_named(options.key), options.language)))
    return 0


def _page(method: Method, language: str) -> Iterator[str]:
    from iq4d.methods.suiting import minutes_of, working_days_of

    def say(one: object) -> str:
        return str(one.say(language))  # type: ignore[attr-defined]

    yield f"{say(method.name)} ({method.key} {method.version})"
    yield say(method.summary)
    yield ""
    live, apart = minutes_of(method, "live"), working_days_of(method, "apart")
    yield say(
        text(
            "{people} people; {live} minutes live, or at most {apart} working days apart.",
            people=_people(method),
            live=live,
            apart=apart,
        )
    )
    for part in (method.good_for, method.guide):
        if part is not None:
            yield ""
            yield say(part)
    for place, phase in enumerate(method.phases, 1):
        yield ""
        yield f"{place}. {say(phase.name)} ({phase.live} min, {phase.apart} d)"
        yield f"   {say(phase.prompt)}"
        if phase.owner_prompt:
            yield "   " + say(text("Owner: {prompt}", prompt=say(phase.owner_prompt)))
        yield from (f"   - {say(theme)}" for theme in phase.themes)
        yield from (f"   - {say(module.name)}: {say(module.prompt)}" for module in phase.modules)
        if phase.guide:
            yield "   " + say(text("Who leads: {guide}", guide=say(phase.guide)))
    yield ""
    yield f"{method.source} {method.licence}."


def _check(options: argparse.Namespace) -> int:
    from iq4d.methods import BrokenMethod
    from iq4d.methods.reading import words_of
    from iq4d.methods.trying import Trial, try_out

    broken = 0
    for file in options.files:
        try:
            trial = try_out(words_of(file), Path(file).name)
        except BrokenMethod as error:
            trial = Trial(None, (error,))
        for problem in trial.problems:
            talk(f"{file}: {problem.say(options.language)}")
        broken += trial.method is None
        if trial.method is not None:
            told = text("{key} {version} can work.", key=trial.method.key, version=trial.method.version)
            print(f"{file}: {told.say(options.language)}")
    return 1 if broken else 0


def _export(options: argparse.Namespace) -> int:
    from iq4d.methods import dumps

    sys.stdout.write(dumps(_named(options.key)))
    return 0


def _schema(options: argparse.Namespace) -> int:
    from iq4d.methods.schema import schema

    print(json.dumps(schema(), indent=2))
    return 0
