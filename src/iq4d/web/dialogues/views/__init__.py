"""HTTP in, HTTP out, by what people come for: reading, starting, joining, writing, leading."""

from iq4d.web.dialogues.views.reading import dialogue_or_404, own_room_or_404, room_or_404

__all__ = ["dialogue_or_404", "own_room_or_404", "room_or_404"]
