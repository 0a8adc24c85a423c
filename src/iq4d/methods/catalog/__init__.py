"""The methods that come with IQ4D, one file each.

The texts are ours, under the licence each file names; where the idea comes from stands in `source`. A new version of a
method is a new file beside the old one: a dialogue keeps the version with which it began.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from iq4d.methods.method import Method
from iq4d.methods.reading import load

__all__ = ["catalog", "newest"]

FOLDER = Path(__file__).parent


@cache
def catalog() -> Mapping[tuple[str, int], Method]:
    """Every method shipped, by (key, version)."""
    methods = [load(path) for path in sorted(FOLDER.glob("*.toml"))]
    return MappingProxyType({(method.key, method.version): method for method in methods})


def newest(key: str) -> Method:
    """The latest version of a shipped method. Raises KeyError where there is none.

    >>> newest("three_way").name.say("nl")
    'Drie aan tafel'
    """
    versions = [method for (name, _), method in catalog().items() if name == key]
    if not versions:
        raise KeyError(key)
    return max(versions, key=lambda method: method.version)
