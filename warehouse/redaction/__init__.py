"""Removes a text, an outlet or a name from everything that is kept."""
