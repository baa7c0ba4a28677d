"""A night from its batch to its publication, and what is done about one that went wrong."""
