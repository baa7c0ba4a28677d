"""From the clauses of an article to mentions: what each tells of one event."""
