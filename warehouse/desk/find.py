"""Finding places and actors in the published warehouse by a name, however it is written."""

from __future__ import annotations

from warehouse.core.code_labels import arabic_label
from warehouse.core.errors import SettingsError
from warehouse.core.settings import Settings
from warehouse.core.translations import Language, error_words
from warehouse.publication.published import query

KINDS = ("place", "actor")
COLUMNS = (
    "kind", "key", "name_ar", "name_en", "what", "where", "matched", "matched_name", "incidents",
)  # fmt: skip
_SQL = {
    "place": (
        "select 'place', location_key, name_ar, name_en, location_level,"
        " concat_ws(', ', admin1_name_en, country_code), matched, matched_name, incidents"
        " from find_place($name, with_held := $with_held)"
    ),
    "actor": (
        "select 'actor', actor_id, name_ar, name_en, actor_type, country_code, matched,"
        " matched_name, incidents from find_actor($name, with_held := $with_held)"
    ),
}


def find(
    settings: Settings,
    name: str,
    kind: str | None = None,
    language: Language = "en",
    *,
    with_held: bool = False,
) -> list[tuple[object, ...]]:
    """Rows of COLUMNS, the likeliest first: places and actors of that name, or of one `kind`;
    `where` is in the language. `with_held`: held incidents are counted too.

    Names of the same spelling come before names of the same sound; a kind that has one of the
    same spelling shows no others. Raises SettingsError where no name is given or the kind is none,
    NothingPublished.
    """
    if kind is not None and kind not in KINDS:
        raise SettingsError(*error_words("kind", kind=kind, kinds=", ".join(KINDS)))
    if not name.strip():
        raise SettingsError(*error_words("no_name"))
    rows: list[tuple[object, ...]] = []
    for wanted in KINDS if kind is None else (kind,):
        rows += query(settings, _SQL[wanted], {"name": name, "with_held": with_held})[1]
    if language == "ar":
        rows = _where_in_arabic(settings, rows)
    spelled = [row for row in rows if row[COLUMNS.index("matched")] == "spelling"]
    return spelled + [row for row in rows if row not in spelled]


def _where_in_arabic(
    settings: Settings, rows: list[tuple[object, ...]]
) -> list[tuple[object, ...]]:
    key, where = COLUMNS.index("key"), COLUMNS.index("where")
    _, named = query(
        settings,
        "select location_key, concat_ws('، ', admin1_name_ar, country_name_ar) from dim_location"
        " where location_key in (select unnest($keys))",
        {"keys": [row[key] for row in rows]},
    )
    lies_in = dict(named)
    return [
        (
            *row[:where],
            lies_in.get(row[key]) or arabic_label("country_code", str(row[where])) or row[where],
            *row[where + 1 :],
        )
        for row in rows
    ]
