"""How well the measure and people agree, over the whole installation and without anybody in it."""
