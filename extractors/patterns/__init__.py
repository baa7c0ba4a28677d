"""Word patterns, as rows that a linguist edits, and what they find in a sentence."""
