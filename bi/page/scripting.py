"""Values as text that a script may hold: nothing in them ends the script or is read as markup."""

from __future__ import annotations

import json

from bi.page.rows import COLUMNS, Batch

#: written as escapes, which JSON and JavaScript read alike
_ESCAPED = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script_json(value: object) -> str:
    """The value as JSON that may stand in a script of a page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # one pass for each, which finds nothing most times: translating looks each letter up
    for character, escape in _ESCAPED.items():
        text = text.replace(character, escape)
    return text


def batch_json(batch: Batch) -> str:
    """A batch as such JSON, a line an incident, so that a change of one changes two lines."""
    rows = ",\n".join(script_json(row) for row in batch.rows)
    details = ",\n".join(
        f"{script_json(key)}:{script_json(value)}" for key, value in batch.details.items()
    )
    rest = script_json(
        {
            "columns": COLUMNS,
            "places": batch.places,
            "actors": batch.actors,
            "areas": batch.areas,
        }
    )
    return f'{rest[:-1]},"rows":[\n{rows}\n],"details":{{\n{details}\n}}}}'
