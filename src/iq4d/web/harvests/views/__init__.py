"""By-catches, looking back on a time, and the harvest that one takes from it."""
