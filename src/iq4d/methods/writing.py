"""A method as one file again: what `reading` makes of it is the same method."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from functools import lru_cache
from typing import Any

from iq4d.methods.method import Block, Both, Course, Deal, Method, Module, Phase, Scale

__all__ = ["dumps", "fingerprint"]

_HEAD = ("key", "version", "name", "summary", "source", "licence", "short_form_of")
_HOW = (
    "roles", "steering", "results", "course", "room", "kept", "hats", "repeats", "guide", "good_for", "purposes",
    "trust", "dimensions",
)  # fmt: skip


def dumps(method: Method) -> str:
    """The method as TOML. What is left to its default is left out."""
    lines = [line for name in _HEAD if (value := getattr(method, name)) != "" for line in _lines(name, value)]
    lines += [f"people.least = {method.least}"]
    lines += [f"people.most = {method.most}"] if method.most is not None else []
    default = {field.name: field.default for field in fields(method)}
    for name in _HOW:
        value = getattr(method, name)
        lines += _lines(name, value) if value != default[name] else []
    for course in method.courses:
        lines += ["", f"[courses.{course.key}]", *_blocks(course)]
    for phase in method.phases:
        lines += ["", "[[phases]]", *_phase(phase)]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=256)
def fingerprint(method: Method) -> str:
    """Sixteen hexadecimal characters that change with any change of content.

    A dialogue keeps key, version and fingerprint of the method with which it began. Remembered per method, which is
    frozen: every reading of a kept state asks for those of the whole catalog.
    """
    return hashlib.sha256(dumps(method).encode()).hexdigest()[:16]


def _blocks(course: Course) -> list[str]:
    return ["blocks = [", *(f"  {{ {_block(block)} }}," for block in course.blocks), "]"]


def _block(block: Block) -> str:
    return ", ".join(f"{name} = {_value(getattr(block, name))}" for name in ("mode", "turns", "phases"))


def _phase(phase: Phase) -> list[str]:
    lines: list[str] = []
    for field in fields(phase):
        value = getattr(phase, field.name)
        if value != field.default:
            lines += _lines(field.name, value)
    return lines


def _lines(name: str, value: Any) -> list[str]:
    match value:
        case Both(en=en, nl=nl):
            return [f"{name}.en = {_value(en)}", f"{name}.nl = {_value(nl)}"]
        case Deal(rule=rule, of=of, each=each):
            return [f"{name} = {{ rule = {_value(rule)}, of = {_value(of)}, each = {each} }}"]
        case Scale(low=low, high=high):
            return [f"{name} = {{ low = {_both(low)}, high = {_both(high)} }}"]
        case (Both() | Module(), *_):
            return [f"{name} = [", *(f"  {_inline(one)}," for one in value), "]"]
        case dict():
            return [f"{name}.{key} = {_value(inner)}" for key, inner in value.items()]
        case _:
            return [f"{name} = {_value(value)}"]


def _inline(value: Both | Module) -> str:
    if isinstance(value, Both):
        return _both(value)
    parts = [f"key = {_value(value.key)}", f"name = {_both(value.name)}", f"prompt = {_both(value.prompt)}"]
    parts += [f"kinds = {_value(value.kinds)}"]
    parts += [f"starter = {_both(value.starter)}"] if value.starter else []
    return "{ " + ", ".join(parts) + " }"


def _both(said: Both) -> str:
    return f"{{ en = {_value(said.en)}, nl = {_value(said.nl)} }}"


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            return '"' + "".join(_character(c) for c in str(value)) + '"'


def _character(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    return c if c.isprintable() else f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}"
