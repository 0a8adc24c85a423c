"""What is known of people: read from a table, coded, and what was before."""
