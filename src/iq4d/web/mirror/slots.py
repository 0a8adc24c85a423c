"""Places on the mirror page for later apps."""

from __future__ import annotations

from iq4d.web.ui.slots import Slot

MIRROR_FOOT = Slot()  # under the picture; given the person and the dialogue
