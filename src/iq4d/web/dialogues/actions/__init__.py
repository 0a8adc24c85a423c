"""What happens in dialogues: the only writers, by what they are about."""

from iq4d.web.dialogues.actions.importing import keep_conversation, prepared, remove_dialogue

__all__ = ["keep_conversation", "prepared", "remove_dialogue"]
