"""Mentions of one incident brought together across articles; ids that last."""
