"""From an incident's mentions to its fact: each field with the words that it rests on."""
