"""The link step: mentions of the build file → incidents, for what changed and what hangs with it.

    changed articles → linking.mentions → edges (Splink) → the components they touch → groups → ids

What an article's change can reach is the component of its mentions, before and after: only that is
grouped again, so a night costs what its batch costs. The groups of a component follow from the
component alone, so that a rebuild over everything finds the same ones. Ids come from the register.
"""

# ruff: noqa: S608 - statements are put together from names and words of this file only
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from linking.clustering import Group, components, group
from linking.identity import KnownIncident, Named, name_groups, new_id, recall
from linking.mention import Edge, Fact, Member
from linking.scoring import COMPARED, DAY_WINDOW, MANY, UNDATED_WINDOW, score, thresholds
from warehouse.core.errors import LinkFailed
from warehouse.core.settings import Settings
from warehouse.core.sql_text import statements
from warehouse.editing import corrections
from warehouse.editing.corrections import Grouping
from warehouse.steps.link_rows import COMPONENTS, EDGES, LINKS, PENDING_INCIDENTS, chain, links_of
from warehouse.steps.mention_rows import insert_mentions
from warehouse.steps.reprints import update_reprints
from warehouse.store import register
from warehouse.store.build_id import linking_digest
from warehouse.store.database import build_may_exist, open_writer, store_digest, stored_digest
from warehouse.store.register_copies import load_register

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What the link step did. For `changed_articles` it grouped `mentions` again, of which `linked`
    belong to one of `incidents`; `publication` is the number that the next publish has.
    """

    changed_articles: int
    mentions: int
    linked: int
    incidents: int
    merged: int
    publication: int


def link(settings: Settings, *, full_refresh: bool = False) -> LinkResult:
    """Bring linking.* up to the current mentions, and note what changed for the dbt run after it.

    With `full_refresh`, or with another linking than the stored one, all mentions are linked again.
    Reads transform.int_incident_mentions, so the first dbt run has to come before. One
    transaction: raises LinkFailed where it cannot (the links are then as before), DatabaseBusy
    where another process holds the file, RegisterDamaged, CorrectionsInvalid.
    """
    if not build_may_exist(settings):
        raise LinkFailed(
            f"there is no build file {settings.build_file}", "load a batch into staging first"
        )
    try:
        with open_writer(settings) as connection:
            connection.begin()
            try:
                result = _Linking(settings, connection).run(full_refresh=full_refresh)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
    except duckdb.Error as err:
        raise LinkFailed(
            f"the incidents could not be linked: {err}",
            "transform.int_incident_mentions is built by the dbt run before the link step; see "
            "that it ended well",
        ) from err
    return result


_STATE = (
    "mentions",
    "edges",
    "components",
    "incident_links",
    "texts",
    "text_bands",
    "reprints",
    "text_groups",
)


#: mentions that are compared in one go, unless one country alone has more
_AT_ONCE = 20_000


class _Linking:
    """One link step within an open transaction."""

    def __init__(self, settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
        self._settings, self._connection = settings, connection
        self._thresholds = thresholds()

    def run(self, *, full_refresh: bool) -> LinkResult:
        publication = self._open_publication()
        digest = linking_digest(self._settings)
        wanted = self._correct()
        linked_with = stored_digest(self._connection, "linking")
        self._find_changed(full_refresh=full_refresh or linked_with != digest)
        self._remove_changed_mentions()
        self._do(
            "create or replace temporary table fresh as"
            " select mention_id from transform.int_incident_mentions"
            " where article_id in (select article_id from changed)"
        )
        insert_mentions(self._connection)
        regrouped = update_reprints(self._connection)
        self._score()
        self._find_affected(wanted, regrouped)
        groups = self._group(wanted)
        named = self._name(groups, wanted)
        linked = self._write(groups, named, wanted)
        self._note_changes(named)
        self._do("delete from staging.changed_articles")
        store_digest(self._connection, "linking", digest)
        return LinkResult(
            changed_articles=self._count("changed"),
            mentions=self._count("affected"),
            linked=linked,
            incidents=len(groups),
            merged=len(named.merges),
            publication=publication,
        )

    # ── what changed ─────────────────────────────────────────────────────────────────────

    def _open_publication(self) -> int:
        """The number that the next publication will have; what an earlier one took along is no
        longer pending then."""
        number = load_register(self._settings, self._connection)
        (night,) = self._rows("select max(batch_date) from staging.batches")[0]
        before = self._rows("select publication_number from register.next_publication")
        if before != [(number,)]:
            for table in (
                "changed_articles",
                "changed_mentions",
                "changed_incidents",
                "corrected_incidents",
            ):
                self._do(f"delete from linking.{table}")
        for table in ("facts", "incidents", "vintages"):
            self._do(f"delete from linking.pending_{table}")
        self._do(_SQL["pending_vintage"])
        self._do("delete from register.next_publication")
        self._do(
            "insert into register.next_publication values ($number, $night)",
            number=number,
            night=night,
        )
        return number

    def _find_changed(self, *, full_refresh: bool) -> None:
        if full_refresh:
            self._do(
                "insert into linking.changed_incidents"
                " select distinct incident_id from linking.incident_links"
            )
            for table in _STATE:
                self._do(f"delete from linking.{table}")
            self._do(
                "insert into linking.changed_articles"
                " select distinct article_id from staging.articles"
            )
        # what was found for a publication that did not come about is linked again
        self._do(
            "create or replace temporary table changed as"
            " select article_id from staging.changed_articles"
            " union select article_id from linking.changed_articles order by 1"
        )
        self._do("delete from linking.changed_articles")
        self._do("insert into linking.changed_articles select article_id from changed")

    def _remove_changed_mentions(self) -> None:
        """Remove the changed articles' mentions and keep the rest of their components as seeds."""
        self._do(
            "create or replace temporary table gone as"
            " select mention_id, mention_number from linking.mentions"
            " where article_id in (select article_id from changed)"
        )
        self._do("create or replace temporary table seeds (mention_id varchar)")
        if not self._count("gone"):
            return
        gone = "select mention_id from gone"
        self._do("insert into linking.changed_mentions " + gone)
        self._do(
            "insert into linking.changed_incidents select distinct incident_id"
            " from linking.incident_links"
            f" where mention_id in ({gone})"
        )
        self._do(_SQL["edges_of_gone"])
        # mentions tied to them by weaker edges only were not held together by them
        self._do(
            "insert into seeds"
            " select unnest([left_id, right_id]) from linking.edges"
            " where rowid in (select row_number from edges_of_gone) and weight >= $least",
            least=self._thresholds.least,
        )
        self._do("delete from linking.edges where rowid in (select row_number from edges_of_gone)")
        self._do(f"delete from linking.components where mention_id in ({gone})")
        self._do(f"delete from linking.incident_links where mention_id in ({gone})")
        self._do("delete from linking.mentions where mention_id in (select mention_id from gone)")

    # ── edges ────────────────────────────────────────────────────────────────────────────

    def _score(self) -> None:
        self._do(_SQL["pool_rows"], days=DAY_WINDOW, undated=UNDATED_WINDOW, many=MANY)
        self._do(_SQL["pool"])
        for table in self._by_countries():
            edges = score(table, threads=self._settings.duckdb_threads)
            self._insert(
                "edges",
                EDGES,
                [(edge.left, edge.right, edge.weight) for edge in edges],
                "*, md5_number_lower(left_id) as left_number,"
                " md5_number_lower(right_id) as right_number",
            )
            self._add_ids(
                "seeds",
                sorted(
                    {
                        id_
                        for edge in edges
                        if edge.weight >= self._thresholds.least
                        for id_ in (edge.left, edge.right)
                    }
                ),
            )
        self._do("drop table pool")
        if self._rows("select 1 from staging.kept_mentions limit 1"):
            self._do(_SQL["delete_known_pairs"])
            self._do(_SQL["keep_pairs"])

    def _by_countries(self) -> Iterator[pa.Table]:
        """The pool, some countries at a time: no pair crosses a border, and memory is bounded."""
        columns = ", ".join(
            "mention_id in (select mention_id from fresh) as is_new" if name == "is_new" else name
            for name in COMPARED.names
        )
        waiting = self._rows(
            "select coalesce(country_code, ''), count(*) from pool group by all order by 1 desc"
        )
        while waiting:
            country, size = waiting.pop()
            countries = [country]
            while waiting and size + waiting[-1][1] <= _AT_ONCE:
                country, more = waiting.pop()
                countries.append(country)
                size += more
            yield (
                self._connection.execute(
                    f"select {columns} from pool"
                    " where coalesce(country_code, '') in (select unnest($countries))"
                    " order by mention_id",
                    {"countries": countries},
                )
                .to_arrow_table()
                .cast(COMPARED)
            )

    # ── corrections ──────────────────────────────────────────────────────────────────────

    def _correct(self) -> Grouping:
        """Take over the corrections in force; what they touch counts as changed."""
        in_force, touched = corrections.store(self._settings, self._connection)
        for table in ("changed_incidents", "corrected_incidents"):
            self._add_ids(f"linking.{table}", touched)
        return corrections.grouping(self._connection, in_force)

    # ── groups ───────────────────────────────────────────────────────────────────────────

    def _find_affected(self, wanted: Grouping, regrouped: Sequence[str]) -> None:
        self._do("insert into seeds select mention_id from fresh")
        self._do(
            "insert into seeds select mention_id from linking.incident_links"
            " where incident_id in (select incident_id from linking.changed_incidents)"
        )
        self._add_ids("seeds", sorted(wanted.mentions))
        self._do(
            "insert into linking.changed_incidents"
            " select distinct link.incident_id from linking.incident_links as link"
            " inner join linking.mentions as mention using (mention_id)"
            " where mention.article_id in (select unnest($articles))",
            articles=list(regrouped),
        )
        self._do(_SQL["affected"])
        self._do(_SQL["reaching"])

    def _group(self, wanted: Grouping) -> list[Group]:
        members = {
            row[0]: Member(*row)
            for row in self._rows(
                "select mention_id, article_id, is_main from linking.mentions"
                " where mention_id in (select mention_id from affected"
                " union select left_id from reaching union select right_id from reaching)"
                " order by mention_id"
            )
        }
        affected = [id_ for (id_,) in self._rows("select mention_id from affected order by 1")]
        of_mention: defaultdict[str, list[Edge]] = defaultdict(list)
        for row in self._rows("select * from reaching order by left_id, right_id"):
            edge = Edge(*row)
            of_mention[edge.left].append(edge)
            of_mention[edge.right].append(edge)
        strong = [
            edge
            for id_ in affected
            for edge in of_mention[id_]
            if edge.left == id_ and edge.weight >= self._thresholds.least
        ]
        joined = [Edge(*pair, 0.0) for ids in wanted.together for pair in chain(ids, members)]
        found: list[Group] = []
        parts = components(affected, [*strong, *joined])
        self._keep_components(parts)
        for part in parts:
            edges = sorted(
                {edge for id_ in part for edge in of_mention[id_]},
                key=lambda edge: (edge.left, edge.right),
            )
            inside = frozenset(part)
            found += group(
                [members[id_] for id_ in part],
                edges,
                self._thresholds,
                together=[ids for ids in wanted.together if not ids.isdisjoint(part)],
                apart=[ids for ids in wanted.apart if not ids.isdisjoint(part)],
                outside=[
                    members[id_]
                    for id_ in sorted({id_ for e in edges for id_ in (e.left, e.right)} - inside)
                ],
            )
        return sorted(found, key=lambda one: one.reports[0])

    def _keep_components(self, parts: Sequence[tuple[str, ...]]) -> None:
        self._do(
            "delete from linking.components where mention_id in (select mention_id from affected)"
        )
        self._insert("components", COMPONENTS, [(id_, part[0]) for part in parts for id_ in part])

    def _name(self, groups: Sequence[Group], wanted: Grouping) -> Named:
        columns = "mention_id, article_id, fact_number, event_family, day, place_id, place_name"
        facts = [
            Fact(*row)
            for row in self._rows(
                f"select {columns} from linking.mentions"
                " where mention_id in (select mention_id from affected) order by mention_id"
            )
        ]
        remembered = {
            Fact(*row): incident_id
            for *row, incident_id in self._rows(
                f"select {columns}, incident_id from register.facts"
                " where article_id in (select article_id from linking.mentions"
                " where mention_id in (select mention_id from affected)"
                " union select article_id from changed) order by mention_id"
            )
        }
        before = recall(facts, remembered)
        known = {
            incident.incident_id: incident
            for incident in self._known({*before.values(), *wanted.split_from.values()})
        }
        # one query for all of them: the register is long
        asked = {new_id(one.reports[0]) for one in groups}
        used = register.published_ids(self._connection, asked)
        return name_groups(
            groups,
            before,
            known,
            is_used=lambda id_: id_ in used if id_ in asked else self._is_used(id_),
            kept_apart=wanted.split_from,
        )

    def _known(self, ids: set[str]) -> Iterator[KnownIncident]:
        """The register's entries of these ids and of all that they lead to."""
        rows = self._rows(
            _SQL["known_incidents"],
            ids=sorted(ids),
        )
        for incident_id, publication, rank, successor in rows:
            yield KnownIncident(incident_id, (publication, rank), successor)

    def _is_used(self, incident_id: str) -> bool:
        return bool(register.published_ids(self._connection, [incident_id]))

    # ── what is written ──────────────────────────────────────────────────────────────────

    def _write(self, groups: Sequence[Group], named: Named, wanted: Grouping) -> int:
        self._do(_SQL["changed_with_affected"])
        self._do(
            "delete from linking.incident_links"
            " where mention_id in (select mention_id from affected)"
        )
        rows = [
            row
            for one, incident_id in zip(groups, named.ids, strict=True)
            for row in links_of(one, incident_id, wanted)
        ]
        self._insert("incident_links", LINKS, rows)
        return len(rows)

    def _note_changes(self, named: Named) -> None:
        """What dbt has to build again, and what the next publication adds to the register."""
        self._do(_SQL["changed_with_affected"])
        # other incidents of a changed report's article: dbt publishes that they are related
        self._do(_SQL["related_incidents"])
        self._add_ids("linking.changed_incidents", [merge.old_id for merge in named.merges])
        self._do(
            "insert into linking.changed_mentions"
            " select mention_id from fresh"
            " union select link.mention_id from linking.incident_links as link"
            " where link.incident_id in (select incident_id from linking.changed_incidents)"
            " union select mention_id from affected"
        )
        for table, key in (("mentions", "mention_id"), ("incidents", "incident_id")):
            self._do(
                f"create or replace temporary table changed_once as"
                f" select distinct {key} from linking.changed_{table} order by 1"
            )
            self._do(f"delete from linking.changed_{table}")
            self._do(f"insert into linking.changed_{table} select * from changed_once")
        self._pending(named)

    def _pending(self, named: Named) -> None:
        self._do(_SQL["pending_facts"])
        published = register.published_ids(self._connection, named.ids)
        # over the new ones alone: which others are compared depends on how often a night is linked
        new = [one for one in dict.fromkeys(named.ids) if one not in published]
        founded = [
            (incident_id, rank, None, named.origins.get(incident_id))
            for rank, incident_id in enumerate(new, 1)
        ]
        merged = [(merge.old_id, 0, merge.new_id, None) for merge in named.merges]
        self._insert("pending_incidents", PENDING_INCIDENTS, [*founded, *merged])

    # ── small things ─────────────────────────────────────────────────────────────────────

    def _add_ids(self, table: str, ids: Sequence[str]) -> None:
        if ids:
            self._do(f"insert into {table} select unnest($ids)", ids=list(ids))

    def _insert(
        self,
        table: str,
        columns: Mapping[str, pa.DataType],
        rows: Sequence[tuple[object, ...]],
        selected: str = "*",
    ) -> None:
        cells = {
            name: pa.array([row[at] for row in rows], kind)
            for at, (name, kind) in enumerate(columns.items())
        }
        self._connection.register("new_rows", pa.table(cells))
        self._do(f"insert into linking.{table} by name select {selected} from new_rows")
        self._connection.unregister("new_rows")

    def _do(self, statement: str, **values: object) -> None:
        self._connection.execute(statement, values or None)

    def _rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values or None).fetchall()

    def _count(self, table: str) -> int:
        return int(str(self._rows(f"select count(*) from {table}")[0][0]))
