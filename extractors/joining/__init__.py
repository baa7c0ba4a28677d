"""Which mentions of an article are of one event: a learned score puts them together."""
