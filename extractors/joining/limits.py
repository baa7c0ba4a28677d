"""What several of the weights of joining go by."""

from __future__ import annotations

#: a mention joins one of the last so many incidents: keeps the work linear in the text
WINDOW = 25
#: an arrest of the doers is told within so many sentences of what they did
ARREST_REACH = 3
#: sums below this agree by chance
MANY = 5
#: a noun with ال takes up what was told so few sentences before, whatever toll it has
TAKEN_UP_REACH = 2
#: markers that begin another story
NEW_STORY = frozenset({"topic", "other", "next", "worst"})
