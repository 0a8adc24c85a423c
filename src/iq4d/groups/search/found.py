"""What a search hands back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Found"]


@dataclass(frozen=True)
class Found:
    """labels int32[n]: everybody's group. objective: what that comes to. steps: swaps weighed. met_goal: whether the
    bound was met, so that nothing better can be. broken: how far the plan is from keeping the rules (0: it keeps them).
    """

    labels: npt.NDArray[np.int32]
    objective: int
    steps: int
    met_goal: bool
    broken: int = 0
