"""Places on this app's pages for later apps."""

from iq4d.web.ui.slots import Slot

CIRCLE_ACTIONS = Slot()  # buttons under the circle's name; given the same as the next
CIRCLE_PAGE = Slot()  # given the person, the circle and the person's role in it
