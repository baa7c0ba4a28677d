"""One more attack of a roundup is told as another one, whatever it has in common: golden cases."""

from __future__ import annotations

from tests.extractors.reading_kit import Read, best


def test_raids_on_several_provinces_give_way_to_where_they_hit(read: Read) -> None:
    facts = read(
        "سقط قتلى وجرحى، أمس، جراء غارات استهدفت محافظات حماة وإدلب ودرعا.\n"
        "وفي إدلب، شن الطيران الحربي غارات على مدينة بنش أدت إلى مقتل امرأة.\n"
        "كما سقط جرحى جراء قصف جوي على بلدة مورك بريف حماة."
    )

    assert [f.place.name for f in facts] == ["بنش", "مورك"]


def test_people_fell_though_nobody_counts_them(read: Read) -> None:
    facts = read("كما سقط جرحى جراء قصف جوي على بلدة مورك بريف حماة.")

    assert [f.place.name for f in facts] == ["مورك"]


def test_what_the_head_told_is_told_again_with_its_toll(read: Read) -> None:
    facts = read(
        "أعلنت وزارة الصحة في ولاية الخرطوم، أمس، مقتل 17 شخصا وإصابة 38 آخرين في قصف مدفعي على "
        "شمال أم درمان. وقال ناطق باسم الوزارة إن قوات الدعم السريع قصفت سوق الحارة في كرري. "
        "وأشار إلى أن العدد الأولي للضحايا بلغ 17 قتيلا."
    )

    assert [(best(f, "killed"), best(f, "wounded")) for f in facts] == [(17, 38)]


def test_a_bomb_that_singles_somebody_out_is_one_bombing(read: Read) -> None:
    facts = read(
        "قتل ضابط متقاعد في انفجار سيارته أمس في حي الفويهات بمدينة بنغازي. "
        "وقال ناطق إن مجهولين اغتالوا الضابط بتفجير سيارته في حي الفويهات بمدينة بنغازي."
    )

    assert [best(f, "killed") for f in facts] == [1]
    assert facts[0].event_type in ("bombing_other", "vehicle_bombing")


def test_what_befalls_people_all_the_time_takes_nothing_from_one_event(read: Read) -> None:
    facts = read(
        "أصيب صياد بعد أن فتحت زوارق حربية النار على مراكب الصيد في بحر بيت لاهيا أمس، ما يفاقم "
        "معاناة الصيادين الذين يتعرضون للاستهداف بشكل متكرر."
    )

    assert [best(f, "wounded") for f in facts] == [1]


def test_the_same_man_is_told_of_at_length(read: Read) -> None:
    facts = read(
        "وأصيب مؤذن بجروح بهجوم شنه مسلحون عليه شرق بعقوبة أمس. وقال مصدر أمني إن مسلحين أطلقوا "
        "النار على المؤذن لدى خروجه من منزله بقرية الهاشميات، ما أسفر عن إصابته بجروح خطيرة."
    )

    assert [best(f, "wounded") for f in facts] == [1]
