"""Where the words of a redaction stand: every store is searched before and after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.core.errors import (
    RedactionRefused,
    RedactionUnfinished,
)
from warehouse.core.settings import Settings
from warehouse.redaction.backups import backed_up
from warehouse.redaction.lake import (
    places_in_lake,
)
from warehouse.redaction.plan import Plan, RedactionRequest
from warehouse.redaction.quotes import MEASURE, published_roots
from warehouse.redaction.registers import registers_of
from warehouse.redaction.stores import places_in, places_in_database
from warehouse.store.database import open_reader
from warehouse.store.lake import Lake
from warehouse.store.redacted_words import RedactedWords
from warehouse.store.redaction_log import (
    PENDING,
    QUOTES,
    TEXTS,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that holds the words, or a table of a lake's catalogue: what kind of place it is, and
    how many values, lines or stretches hold them."""

    place: str
    path: str
    count: int


def found_nowhere(request: RedactionRequest) -> RedactionRefused:
    """The error for a redaction of words that stand nowhere."""
    if request.kind == QUOTES:
        return RedactionRefused(
            f"no quote from before {request.targets[0]} has a name that is masked today",
            "there is nothing to do",
        )
    return RedactionRefused(
        "it stands nowhere in what is kept or published",
        "try the spelling of the article, and others with --also",
    )


def find(settings: Settings, words: RedactedWords) -> list[Found]:
    """Every file under the folders of the settings, and every place of the lake, that the words
    stand in."""
    return [
        Found(place, str(path), count)
        for place, path in all_files(settings)
        if (count := places_in(path, words))
    ] + in_lake(settings, words)


def in_lake(settings: Settings, words: RedactedWords, but: Collection[str] = ()) -> list[Found]:
    """Where the words stand in the lake, but in these columns."""
    return [Found("lake", path, count) for path, count in places_in_lake(settings, words, but)]


def find_planned(settings: Settings, plan: Plan) -> list[Found]:
    """Every file that a redaction has to do with and that the words stand in."""
    if plan.entry.kind != QUOTES:
        return find(settings, plan.words)
    built = in_lake(settings, plan.words, MEASURE)
    if settings.lake_catalog is None:
        with open_reader(settings) as connection:
            count = sum(places_in_database(connection, plan.words, but=MEASURE).values())
        if count:
            built = [Found("build file, work, logs", str(settings.build_file), count)]
    roots = published_roots(settings, registers_of(settings))
    for inner in backed_up(settings):
        roots += [("backups", root) for _, root in published_roots(inner, registers_of(inner))]
    return built + [
        Found(place, str(path), count)
        for place, path in _files(roots)
        if (count := places_in(path, plan.words))
    ]


def all_files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """All files of all places, each once: files that versions share count as one. Files of a lake
    are left out, since only DuckLake changes them."""
    lake = Lake.of(settings)
    for place, path in _files(roots(settings)):
        if lake is None or not lake.holds(path):
            yield place, path


def roots(settings: Settings) -> list[tuple[str, Path]]:
    """The folders that can hold words, each with the name that reports give it."""
    return [
        ("landing", settings.landing_dir),
        ("build file, work, logs", settings.var_dir),
        ("published", settings.published_dir),
        *(("register", folder) for folder in registers_of(settings)),
        ("editions", settings.releases_dir),
        ("corrections", settings.corrections_dir),
        ("own data", settings.own_dir),
        ("redactions", settings.redactions_dir),
        ("backups", settings.backups_dir),
    ]


def _files(roots: Sequence[tuple[str, Path]]) -> Iterator[tuple[str, Path]]:
    seen: set[tuple[int, int]] = set()
    for place, root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_symlink() or not path.is_file() or path.name == PENDING:
                continue
            stat = path.stat()
            if (stat.st_dev, stat.st_ino) not in seen:
                seen.add((stat.st_dev, stat.st_ino))
                yield place, path


def see_nothing_left(settings: Settings, plan: Plan) -> None:
    """Search everywhere once more. Raises RedactionUnfinished where the words are still found."""
    found = find_planned(settings, plan)
    if found:
        listed = "\n".join(f"  {one.path} ({one.count})" for one in found)
        raise RedactionUnfinished(
            f"the words still stand in\n{listed}",
            "move these files away or clean them, then give the command once more",
        )


def reprints_of(settings: Settings, plan: Plan) -> tuple[str, ...]:
    """Ids of other articles that carry the text of those that are redacted."""
    if plan.entry.kind not in TEXTS:
        return ()
    with open_reader(settings) as connection:
        rows = connection.execute(
            "select distinct other.article_id from linking.text_groups as one"
            " inner join linking.text_groups as other using (text_group_id)"
            " where one.article_id in (select unnest($ids))"
            " and other.article_id not in (select unnest($ids)) order by 1",
            {"ids": sorted(plan.article_ids)},
        ).fetchall()
    return tuple(article_id for (article_id,) in rows)
