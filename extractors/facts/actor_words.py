"""Words around an actor's name that more than one reading of it asks for."""

from __future__ import annotations

from extractors.text.fold import fold_all

PREPOSITIONS = fold_all({"عن", "في", "من", "علي", "بعد", "الي", "اثر", "جراء", "بسبب", "قبل", "ضد"})
IN_A_PLACE = fold_all({"في", "داخل", "شمال", "جنوب", "شرق", "غرب", "شمالي", "جنوبي", "شرقي",
                       "غربي", "مع", "الي", "وسط", "من", "حدود", "بين", "سفاره", "مدينه",
                       "عبر", "باتجاه", "نحو", "صوب", "تجاه"})  # fmt: skip
#: words that tie a thing to its owner: دورية تابعة للجيش
OWNED = fold_all({"تابعه", "تابع", "التابعه", "التابع", "تابعين", "تابعون", "تابعتين"})
THAT_IT = fold_all({"انها", "انه", "انهما", "بانها", "بانه", "انهم", "انهن", "بانهم"})
#: behind a nationality these say where a thing comes from: مسيرة تركية الصنع
MADE_IN = fold_all({"الصنع", "التصنيع", "الأصل", "الجنسية", "المنشأ", "المولد"})
#: what comes from somebody: صاروخ من قوات النظام
SHOT = fold_all({"قصف", "صاروخ", "صواريخ", "قذيفة", "قذائف", "نيران", "رصاص", "رصاصة", "غارة",
                  "غارات", "هجوم", "طلقات", "النار", "نار"})  # fmt: skip
