"""Deeds: what do people say they will do, and what came of it? Counted when declared, only shown when detected."""
