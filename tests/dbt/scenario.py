"""Three nights of invented articles that meet each rule of the models once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.dbt.staging_builder import StagingBuilder

SADR_TITLE = "انفجار في سوق شعبي شرقي بغداد"
SADR_TEXT = (
    "بغداد. قالت خلية الإعلام إن عبوة ناسفة انفجرت مساء الاثنين في سوق مريدي بمدينة الصدر شرقي "
    "بغداد، ما أسفر عن مقتل 12 شخصا وإصابة 30 آخرين بينهم نساء وأطفال كانوا يتبضعون قبل العيد وقد "
    "نقلوا جميعا إلى مستشفيات قريبة. وأعلنت السلطات التحقيق."
)
SADR_UPDATE = SADR_TEXT.replace("12 شخصا", "15 شخصا")
ROUNDUP_TITLE = "أحداث أمنية متفرقة في نينوى"
ROUNDUP_TEXT = (
    "قتل شرطيان بهجوم مسلح في الموصل. وفي حادث منفصل قتل جندي بهجوم مسلح آخر في الموصل. "
    "ويذكر أن سيارة مفخخة كانت انفجرت في تلعفر عام 2019."
)
HOSTILE_TITLE = "{{ env_var('HOME') }} {% raw %} '; drop table staging.articles; --"
VAGUE_TEXT = "سقط عشرات القتلى في غارة جوية على بلدة لم يذكر اسمها. {{ 1 / 0 }}"

NIGHTS = ("2026-02-01", "2026-02-02", "2026-02-03")


def _first_night(staging: StagingBuilder) -> None:
    day = NIGHTS[0]
    staging.batch(day, 2)
    version = staging.article(
        day,
        "sadr",
        title=SADR_TITLE,
        text=SADR_TEXT,
        published_at="2026-02-01T20:00:00+03:00",
        outlet_id="aawsat",
        source="الشرق الأوسط",
    )
    mention = staging.fact(
        day,
        "sadr",
        version,
        occurred_on="2026-02-01",
        inferred_fields="date, target_type",
        place_name="سوق مريدي",
        place_id="p_sadr",
        admin1_name="بغداد",
        admin1_code="IQ-BG",
        country_code="IQ",
        latitude=33.39,
        longitude=44.46,
        geo_precision=2,
        geo_radius_km=5.0,
        killed_low=12,
        killed_best=12,
        killed_high=12,
        wounded_low=30,
        wounded_best=30,
        wounded_high=30,
        weapon="ied",
        target_type="market",
        attribution_source="خلية الإعلام",
    )
    staging.claim(day, mention, SADR_TEXT, "مقتل 12 شخصا", 12)
    staging.claim(day, mention, SADR_TEXT, "إصابة 30 آخرين", 30, claim_number=2, measure="wounded")
    staging.evidence(day, mention, "event_type", SADR_TEXT, "انفجرت")
    staging.evidence(day, mention, "killed", SADR_TEXT, "12")

    version = staging.article(
        day,
        "roundup",
        title=ROUNDUP_TITLE,
        text=ROUNDUP_TEXT,
        published_at="2026-02-01T18:00:00+03:00",
        source="وكالة لا يعرفها السجل",
        record=2,
    )
    mosul = {
        "event_type": "armed_attack",
        "place_name": "الموصل",
        "place_id": "p_mosul",
        "admin1_code": "IQ-NI",
        "country_code": "IQ",
        "perpetrator_name": "داعش",
        "perpetrator_actor_id": "islamic_state",
        "perpetrator_status": "attributed",
    }
    for number, killed in ((1, 2), (2, 1)):
        staging.fact(
            day,
            "roundup",
            version,
            number,
            **mosul,
            killed_low=killed,
            killed_best=killed,
            killed_high=killed,
        )
    # told in passing, long ago, in a place that only the governorate is known of
    staging.fact(
        day,
        "roundup",
        version,
        3,
        is_main=False,
        event_type="vehicle_bombing",
        weapon="car_bomb",
        place_name="تلعفر",
        place_id="p_not_in_the_gazetteer",
        admin1_code="IQ-NI",
        country_code="IQ",
        date_earliest="2019-01-01",
        date_latest="2019-12-31",
        date_precision="year",
        occurred_on="2019-01-01",
    )


def _second_night(staging: StagingBuilder) -> None:
    """The outlet rewrites its story with a higher toll."""
    day = NIGHTS[1]
    staging.batch(day, 1)
    version = staging.article(
        day,
        "sadr",
        title=SADR_TITLE,
        text=SADR_UPDATE,
        published_at="2026-02-02T08:00:00+03:00",
        outlet_id="aawsat",
        source="الشرق الأوسط",
    )
    mention = staging.fact(
        day,
        "sadr",
        version,
        event_type="suicide_bombing",
        occurred_on="2026-02-01",
        inferred_fields="date, target_type",
        place_name="سوق مريدي",
        place_id="p_sadr",
        admin1_code="IQ-BG",
        country_code="IQ",
        latitude=33.39,
        longitude=44.46,
        geo_precision=2,
        geo_radius_km=5.0,
        killed_low=15,
        killed_best=15,
        wounded_best=30,
        weapon="explosive_belt",
        target_type="market",
    )
    staging.claim(day, mention, SADR_UPDATE, "مقتل 15 شخصا", 15, value_high=None)
    staging.attribution(
        day, mention, SADR_UPDATE, SADR_UPDATE.split()[0], stance="denied", actor_id="islamic_state"
    )
    staging.evidence(day, mention, "event_type", SADR_UPDATE, "انفجرت")
    staging.evidence(day, mention, "place", SADR_TITLE, "بغداد", part="title")


def _third_night(staging: StagingBuilder) -> None:
    """The roundup comes again unchanged; a story with nothing certain, and hostile words."""
    day = NIGHTS[2]
    staging.batch(day, 2)
    version = staging.article(
        day,
        "vague",
        title=HOSTILE_TITLE,
        text=VAGUE_TEXT,
        published_at="2026-02-03T10:00:00+03:00",
        source="{{ source }}",
    )
    mention = staging.fact(
        day,
        "vague",
        version,
        event_type="air_strike",
        weapon="aircraft_bomb",
        killed_low=24,
        killed_high=99,
        perpetrator_name="قوة مجهولة",
        perpetrator_actor_id="no_such_actor",
        perpetrator_status="suspected",
    )
    staging.claim(day, mention, VAGUE_TEXT, "عشرات القتلى", None, value_low=24, value_high=99)
    staging.evidence(day, mention, "event_type", VAGUE_TEXT, "غارة")
    version = staging.article(
        day,
        "quiet",
        title="افتتاح معرض الكتاب",
        text="افتتح معرض الكتاب أبوابه.",
        published_at="2026-02-03T11:00:00+03:00",
        outlet_id="aawsat",
        source="الشرق الأوسط",
        record=2,
    )


_LOADERS: dict[str, Callable[[StagingBuilder], None]] = {
    NIGHTS[0]: _first_night,
    NIGHTS[1]: _second_night,
    NIGHTS[2]: _third_night,
}


def load(build_file: Path, nights: Sequence[str] = NIGHTS) -> None:
    """Fill a build file with these nights, in this order."""
    with StagingBuilder(build_file) as staging:
        if not staging.con.execute("select count(*) from staging.places").fetchall()[0][0]:
            staging.place(
                "p_sadr",
                "مدينة الصدر",
                "Sadr City",
                admin1="IQ-BG",
                country="IQ",
                lat=33.39,
                lon=44.46,
            )
            staging.place(
                "p_mosul", "الموصل", "Mosul", admin1="IQ-NI", country="IQ", lat=36.34, lon=43.13
            )
            staging.place(
                "p_unused", "حلب", "Aleppo", admin1="SY-HL", country="SY", lat=36.2, lon=37.16
            )
        for night in nights:
            _LOADERS[night](staging)
