"""Words around an actor's name that more than one reading of it asks for."""

from __future__ import annotations

from extractors.patterns.word_sets import word_set

PREPOSITIONS = word_set("actors.prepositions")
IN_A_PLACE = word_set("actors.in_a_place")
#: words that tie a thing to its owner: دورية تابعة للجيش
OWNED = word_set("actors.owned")
THAT_IT = word_set("actors.that_it")
#: behind a nationality these say where a thing comes from: مسيرة تركية الصنع
MADE_IN = word_set("actors.made_in")
#: what comes from somebody: صاروخ من قوات النظام
SHOT = word_set("actors.shot")
#: … and in what way
SHOT_HOW = word_set("actors.shot_how")
