"""Places on this app's pages for later apps."""

from iq4d.web.ui.slots import Slot

DIALOGUE_HEAD = Slot()  # given the person and the dialogue
