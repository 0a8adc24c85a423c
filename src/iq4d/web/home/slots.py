"""Places on the home page for what apps below it keep; filled in home/apps.py, since home may know all."""

from iq4d.web.ui.slots import Slot

HOME_ASKED = Slot()  # under "what is asked of you now"; given the person and the moment
HOME_CAME = Slot()  # what came of what one helped with; given the same
