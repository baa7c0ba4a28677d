"""A night from its batch to its publication, and what is done when one fails."""
