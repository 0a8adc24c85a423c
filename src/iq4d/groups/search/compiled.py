"""Compiled where numba is installed, plain Python where it is not: the same steps, so the same groups, only slower."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar, cast

__all__ = ["COMPILES", "compiled"]

F = TypeVar("F", bound=Callable[..., Any])

numba: Any
try:
    numba = None if os.environ.get("IQ4D_PLAIN") else import_module("numba")  # a test compares the two
except ImportError:
    numba = None

COMPILES = numba is not None


def compiled(function: F) -> F:
    """The function as machine code, kept on disk. No fast mathematics: it would round otherwise on another machine."""
    return cast(F, numba.njit(cache=True, boundscheck=False, error_model="numpy")(function)) if numba else function
