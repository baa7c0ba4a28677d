"""Articles that name invented private persons, a night of their own after the sample nights.

Victims, a child, suspects, an abducted woman, a witness: none of them may be found in what is
published. An official in his role and places that bear a name stand.
"""

from __future__ import annotations

import json
from pathlib import Path

NIGHT = "2026-11-24"
#: no published value may hold one of these
NAMES = (
    "شاهر مخيبر الزغموط", "الزغموط", "شاهر", "رنوة", "غضبان عويد السرحاني", "السرحاني", "غضبان",
    "مطشر الفحيلي", "الفحيلي", "ميلاف الدرازي", "الدرازي", "ميلاف", "كايد الرمثاوي", "الرمثاوي",
    "shaher", "zaghmout", "%D8%B4%D8%A7%D9%87%D8%B1",
)  # fmt: skip
#: what stands: an official in his role, a street
STANDING = ("رعد الجحيشي", "شارع صلاح الدين")

_ARTICLES = (
    {
        "id": "planted-1",
        "url": "https://news.example/2026/shaher-al-zaghmout-killed-in-mosul",
        "source": "وكالة الرافدين الإخبارية",
        "title": "مقتل الناشط شاهر مخيبر الزغموط وإصابة ابنته برصاص مسلحين في الموصل",
        "text": "قتل الناشط شاهر مخيبر الزغموط وأصيبت ابنته الطفلة رنوة بجروح، مساء الجمعة، برصاص "
        "مسلحين في شارع صلاح الدين وسط الموصل.\n"
        "وقال قائد شرطة نينوى رعد الجحيشي إن مسلحين أطلقوا النار على الناشط شاهر الزغموط أمام "
        "منزله فقتل على الفور.\n"
        "وأفاد شاهد عيان يدعى مطشر الفحيلي بأن المهاجمين فروا بسيارة بيضاء.\n"
        "واعتقلت الشرطة المتهم غضبان عويد السرحاني بعد ساعات في حي الزهور بالموصل.",
    },
    {
        "id": "planted-2",
        "url": "https://news.example/%D8%B4%D8%A7%D9%87%D8%B1-%D9%85%D9%82%D8%AA%D9%84/44",
        "source": "يمن المساء",
        "title": "اختطاف المهندسة ميلاف الدرازي في الموصل بعد يوم من مقتل شاهر الزغموط",
        "text": "اختطف مسلحون مجهولون المهندسة ميلاف الدرازي من أمام منزلها في الموصل، الجمعة، وفق "
        "ما أعلنت شرطة نينوى.\n"
        "واتهمت عائلة الدرازي مجموعة يقودها غضبان عويد السرحاني بخطفها.",
    },
    {
        "id": "planted-3",
        "url": "https://news.example/45",
        "source": "x_located",
        "title": "مقتل كايد الرمثاوي بانفجار عبوة ناسفة في بعقوبة",
        "text": "قتل المواطن كايد الرمثاوي وأصيب ثلاثة بانفجار عبوة ناسفة في بعقوبة، الجمعة، وفق "
        "ما أعلنت شرطة ديالى.",
    },
    {
        "id": "planted-4",
        "url": "https://news.example/46",
        "source": "x_silent",
        "title": "مقتل كايد الرمثاوي بهجوم مسلح في الرمادي",
        "text": "قتل المواطن كايد الرمثاوي وأصيب أربعة في هجوم مسلح شنه تنظيم داعش في الرمادي، "
        "الجمعة، وفق ما أعلنت شرطة الأنبار.",
    },
)


def plant(folder: Path) -> None:
    """Write the articles as a landed night."""
    folder.mkdir(parents=True)
    (folder / "_SUCCESS").touch()
    (folder / "planted.jsonl").write_text(
        "".join(
            json.dumps({**row, "published_at": "2026-11-21T10:00:00+03:00"}, ensure_ascii=False)
            + "\n"
            for row in _ARTICLES
        ),
        encoding="utf-8",
    )
