"""Taking a text, an outlet or a name out of everything that is kept."""
