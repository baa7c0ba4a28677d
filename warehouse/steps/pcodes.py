"""P-codes: from a file of OCHA's administrative boundaries to the locations of the warehouse.

The codes are OCHA's (Common Operational Datasets, COD-AB); Sijill holds none. A user who has such
a table as CSV gives it to `sijill places --pcodes FILE`: its names are compared with those of the
reference data, and what fits is kept in the user's own folder, where the next night finds it.

A row fits by its Arabic name or its Latin one, within the country that the file names and, below
the governorates, within the governorate that its own row was found to be. Two locations of one
name stay without a code: better none than a wrong one.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from warehouse.core.errors import PcodesRefused
from warehouse.core.files import replacing
from warehouse.core.settings import Settings

#: ADM0 … ADM3, as the warehouse calls them
LEVELS = ("country", "governorate", "district", "place")
#: ADM1_PCODE, adm1_pcode, admin1Pcode, ADM1_AR, admin1Name_en, adm1_name1, ADM1_REF, ADM1ALT1EN …
_COLUMN = re.compile(r"adm(?:in)?_?([0-3])_?(.*)", re.IGNORECASE)
_HEADER = ("location_level", "location_code", "pcode")
#: words around a name that say of what level it is
_LEVEL_WORDS = re.compile(
    r"^(?:محافظه|محافظة|ولايه|ولاية|قضاء|مديريه|مديرية|محليه|محلية|منطقه|منطقة|ناحيه|ناحية) |"
    r"\b(?:governorate|district|province|state|region|wilaya|muhafazat|locality)\b"
)
_ARTICLE = re.compile(r"\b(?:al|an|ar|as|ash|at|ad|adh|az|el)[ -]+")
_NOT_LETTERS = re.compile(r"[^a-z0-9\u0621-\u064a]+")


@dataclass(frozen=True, slots=True)
class PcodeResult:
    """What came of a file: how many rows of each level fitted, how many it has, and the names that
    fitted nothing or more than one location."""

    fitted: dict[str, int]
    rows: dict[str, int]
    left: tuple[str, ...]
    file: Path


@dataclass(frozen=True, slots=True)
class _Unit:
    """One row of one level of the file, with those above it."""

    level: str
    pcode: str
    names: tuple[str, ...]
    above: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """The locations of the reference data: level → where they lie → name → their codes."""

    by_name: dict[str, dict[str, dict[str, set[str]]]] = field(default_factory=dict)
    iso3: dict[str, str] = field(default_factory=dict)

    def add(self, level: str, within: str, code: str, names: Iterable[str]) -> None:
        bearers = self.by_name.setdefault(level, {}).setdefault(within, {})
        for name in names:
            for key in _keys(name):
                bearers.setdefault(key, set()).add(code)

    def find(self, level: str, within: str, names: Iterable[str]) -> set[str]:
        bearers = self.by_name.get(level, {}).get(within, {})
        return {code for name in names for key in _keys(name) for code in bearers.get(key, ())}


def read_pcodes(settings: Settings) -> dict[tuple[str, str], str]:
    """(level, code of the location) → P-code, from the user's folder; empty where there is none.

    Raises PcodesRefused where the file is not as `join_pcodes` writes it.
    """
    path = settings.pcodes_file
    if not path.is_file():
        return {}
    found: dict[tuple[str, str], str] = {}
    for line, row in enumerate(_read(path), start=2):
        level, code, pcode = (row.get(name) or "" for name in _HEADER)
        if level not in LEVELS or not code or not pcode:
            raise PcodesRefused(
                f"{path}, line {line}: not a location with its P-code",
                "make the file again with sijill places --pcodes",
            )
        found[level, code] = pcode
    return found


def join_pcodes(settings: Settings, file: Path) -> PcodeResult:
    """Find the location of each row of a COD-AB table and keep its P-code for the next night.

    What earlier files gave to other locations stays. Raises PcodesRefused, and changes nothing,
    where the file cannot be read, has no columns of P-codes and names, or fits no location.
    """
    units = _units(file)
    known = _known(settings)
    found: dict[tuple[str, str], str] = {}
    by_pcode: dict[str, str] = {}
    left: list[str] = []
    for unit in units:
        codes = known.find(unit.level, _within(unit, by_pcode, known), unit.names)
        if len(codes) == 1 and (unit.level, next(iter(codes))) not in found:
            code = codes.pop()
            found[unit.level, code] = unit.pcode
            by_pcode[unit.pcode] = code
        else:
            why = "more than one location, or one that has a code" if codes else "no location"
            left.append(f"{unit.pcode} {' / '.join(unit.names)} ({unit.level}): {why}")
    if not found:
        raise PcodesRefused(
            f"{file}: none of its {len(units)} units is a location of seeds/places",
            "is it a table of a country in seeds/places/countries.csv, with names in Arabic or "
            "English?",
        )
    merged = read_pcodes(settings) | found
    settings.own_dir.mkdir(parents=True, exist_ok=True)
    with (
        replacing(settings.pcodes_file) as unfinished,
        unfinished.open("w", encoding="utf-8", newline="") as stream,
    ):
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows((*location, merged[location]) for location in sorted(merged))
    return PcodeResult(
        fitted={lv: sum(level == lv for level, _ in found) for lv in LEVELS},
        rows={lv: sum(unit.level == lv for unit in units) for lv in LEVELS},
        left=tuple(left),
        file=settings.pcodes_file,
    )


def _within(unit: _Unit, by_pcode: Mapping[str, str], known: _Known) -> str:
    """Code of the location in which the unit lies: its governorate, or its country."""
    for pcode in unit.above:
        code = by_pcode.get(pcode, "")
        if "-" in code:
            return code.partition(":")[0]
    return _country(unit, known) if unit.level in ("country", "governorate") else ""


def _country(unit: _Unit, known: _Known) -> str:
    """P-codes begin with the country's ISO code of two letters, or of three."""
    letters = re.match(r"[A-Z]+", unit.pcode.upper())
    start = letters.group() if letters else ""
    return known.iso3.get(start[:3]) or start[:2]


# ── the file ───────────────────────────────────────────────────────────────────────────────────


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            sample = stream.readline()
            stream.seek(0)
            delimiter = max(",;\t", key=sample.count)
            return list(csv.DictReader(stream, delimiter=delimiter, strict=True))
    except FileNotFoundError as err:
        raise PcodesRefused(f"there is no file {path}", "name the table that you have") from err
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise PcodesRefused(
            f"{path} cannot be read: {err}", "save the table as CSV, in UTF-8"
        ) from err


def _units(path: Path) -> list[_Unit]:
    rows = _read(path)
    columns = list(rows[0]) if rows else []
    pcode_of: dict[int, str] = {}
    names_of: dict[int, list[str]] = {}
    for column in filter(None, columns):
        match = _COLUMN.fullmatch(column.strip())
        if not match:
            continue
        level, rest = int(match[1]), match[2].casefold()
        if rest in ("pcode", "code"):
            pcode_of[level] = column
        elif not rest.startswith("pcode"):
            names_of.setdefault(level, []).append(column)
    if not any(level in names_of for level in pcode_of):
        raise PcodesRefused(
            f"{path} has no columns such as ADM1_PCODE with ADM1_AR or ADM1_EN; it has "
            f"{', '.join(map(str, columns)) or 'no rows'}",
            "take the table of a COD-AB data set, one row a unit, and save it as CSV",
        )
    units: dict[tuple[int, str], _Unit] = {}
    for row in rows:
        pcodes = {level: (row[column] or "").strip() for level, column in pcode_of.items()}
        for level in sorted(names_of.keys() & pcodes.keys()):
            names = tuple(filter(None, ((row[c] or "").strip() for c in names_of[level])))
            if pcodes[level] and names:
                above = tuple(
                    pcodes[upper] for upper in sorted(pcodes, reverse=True) if upper < level
                )
                unit = _Unit(LEVELS[level], pcodes[level], names, above)
                units.setdefault((level, unit.pcode), unit)
    # what lies above is found first
    return [units[key] for key in sorted(units)]


# ── the locations ──────────────────────────────────────────────────────────────────────────────


def _known(settings: Settings) -> _Known:
    root, known = settings.seeds_dir, _Known()
    for row in read_seed("places/countries.csv", ("code", "iso3"), root=root):
        known.add("country", row["code"], row["code"], _names(row))
        if row["iso3"]:
            known.iso3[row["iso3"]] = row["code"]
    for row in read_seed("places/admin1.csv", ("code", "country"), root=root):
        known.add("governorate", row["country"], row["code"], _names(row))
    districts = {
        row["place_id"]: row
        for row in read_seed("places/place_districts.csv", ("place_id",), root=root)
    }
    for row in _places(root):
        within, place_id = row["admin1_code"], row["place_id"]
        if not within:
            continue
        if district := districts.get(place_id):
            code = district_code(within, district["district_name_ar"])
            names = (district["district_name_ar"], district["district_name_en"])
            known.add("district", within, code, names)
        if row.get("kind") != "district":
            known.add("place", within, place_id, _names(row))
    return known


def district_code(admin1_code: str, name_ar: str) -> str:
    """How P-codes call a district, which has no code in the reference data."""
    return f"{admin1_code}:{name_ar}"


def _places(root: Path) -> Iterator[dict[str, str]]:
    for name in ("gazetteer", "supplement"):
        yield from read_seed(f"places/{name}.csv", ("place_id", "admin1_code"), root=root)


def _names(row: Mapping[str, str]) -> Sequence[str]:
    return [row["name_ar"], row.get("name_en", ""), *row.get("aliases", "").split(";")]


def _keys(name: str) -> tuple[str, ...]:
    """A name as it is compared: folded, without words of its level, the article and marks."""
    plain = "".join(
        c
        for c in unicodedata.normalize("NFKD", fold(name).casefold())
        if not unicodedata.combining(c)
    )
    plain = _LEVEL_WORDS.sub(" ", plain.strip()).strip()
    plain = _ARTICLE.sub("", plain)
    words = [word.removeprefix("ال") or word for word in plain.split()]
    key = _NOT_LETTERS.sub("", "".join(words))
    return (key,) if key else ()
