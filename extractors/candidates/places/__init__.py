"""Places, resolved against the gazetteer."""
