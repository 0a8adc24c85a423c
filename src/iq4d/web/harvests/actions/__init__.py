"""What happens: caught, chosen, kept, laid on the table of a conversation. Only its owner does any of it."""
