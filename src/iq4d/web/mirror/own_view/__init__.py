"""How a participant sees the dialogue, beside the measure: set in private, heard by the group once."""
