"""Labelled articles, the scorer and the scoreboard."""
