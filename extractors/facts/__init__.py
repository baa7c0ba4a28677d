"""One kind of fact a file: triggers, counts, dates, places, actors, weapons, targets, sources."""
