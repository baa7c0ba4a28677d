"""The Arabic labels of codes, by the column that the codes stand in; labels are data of seeds/ and
the codebook."""

from __future__ import annotations

from functools import cache

from extractors.seedfiles import read_seed
from warehouse.core.settings import PROJECT_ROOT

#: column → file, its column of codes, its columns of labels (the first that is filled is taken)
SEEDS = {
    "event_type": ("event_types.csv", "code", ("label_ar",)),
    "date_precision": ("date_precision.csv", "code", ("label_ar",)),
    "geo_precision": ("geo_precision.csv", "code", ("label_ar",)),
    "admin1_code": ("places/admin1.csv", "code", ("name_ar",)),
    "country_code": ("places/countries.csv", "code", ("name_ar",)),
    "weapon": ("weapons.csv", "code", ("label_ar",)),
    "target_type": ("target_types.csv", "code", ("label_ar",)),
    "target_detail": ("target_details.csv", "code", ("label_ar",)),
    "perpetrator_actor_id": ("actors.csv", "actor_id", ("label_ar", "name_ar")),
    "perpetrator_status": ("perpetrator_status.csv", "code", ("label_ar",)),
    "hold_reasons": ("hold_reasons.csv", "code", ("label_ar",)),
    "actor_type": ("actor_types.csv", "code", ("label_ar",)),
}
#: column → kind of the codebook's terms
TERMS = {
    "event_family": "family",
    "outcome": "outcome",
    "killed_basis": "basis",
    "wounded_basis": "basis",
    "review_status": "review_status",
}
#: columns that hold codes of another one
_SAME = {
    "governorate": "admin1_code",
    "what": "actor_type",
    "perpetrator_type": "actor_type",
}
#: the columns of marts that hold the labels, where they are not called after the code
_LABELLED = {
    "admin1_code": "admin1_name_ar",
    "country_code": "country_name_ar",
    "perpetrator_actor_id": "perpetrator_ar",
}


def label_column(column: str) -> str:
    """The column of marts that has the Arabic labels of this column's codes, if there is one."""
    return _LABELLED.get(column, f"{column}_ar")


def has_labels(column: str) -> bool:
    """Whether this column's codes have Arabic labels."""
    return _SAME.get(column, column) in {*SEEDS, *TERMS}


def arabic_label(column: str, code: str) -> str | None:
    """The Arabic label of a column's code; None where it has none."""
    return labels_of(_SAME.get(column, column)).get(code)


@cache
def labels_of(column: str) -> dict[str, str]:
    """The Arabic labels of a column's codes, empty where there are none."""
    if column in TERMS:
        terms = read_seed("terms.csv", ("kind", "code", "label_ar"), root=PROJECT_ROOT / "codebook")
        return {row["code"]: row["label_ar"] for row in terms if row["kind"] == TERMS[column]}
    if column not in SEEDS:
        return {}
    file, code, labels = SEEDS[column]
    return {
        row[code]: next(filter(None, (row[name] for name in labels)), row[code])
        for row in read_seed(file, (code, *labels))
    }
