"""Words around an actor's name that more than one reading of it asks for."""

from __future__ import annotations

from extractors.word_sets import word_set

PREPOSITIONS = word_set("actor_words.prepositions")
IN_A_PLACE = word_set("actor_words.in_a_place")
#: words that tie a thing to its owner: دورية تابعة للجيش
OWNED = word_set("actor_words.owned")
THAT_IT = word_set("actor_words.that_it")
#: behind a nationality these say where a thing comes from: مسيرة تركية الصنع
MADE_IN = word_set("actor_words.made_in")
#: what comes from somebody: صاروخ من قوات النظام
SHOT = word_set("actor_words.shot")
#: … and in what way
SHOT_HOW = word_set("actor_words.shot_how")
