"""Reports of one incident by several outlets: our labelled corpus, and how well it is linked.

The linking's parameters are fitted on the set train/linking and measured on open/linking: other
incidents, mostly of other towns.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from evaluation.articles import read_json_lines
from evaluation.errors import LabelsError
from evaluation.evidence_hits import range_of
from evaluation.figures import Incident, Linking, is_main
from evaluation.scorer import align, fold_name, score
from evaluation.sets import LabelledSet, Registered, read_set, registry
from extractors.candidates.places.gazetteer import Gazetteer, Place
from extractors.event_types import EVENT_FAMILIES
from extractors.export import fact_to_prediction
from extractors.records import Article, IncidentFact, Toll
from extractors.seedfiles import read_seed
from extractors.text.fold import fold
from linking.clustering import Thresholds, group
from linking.mention import Edge, Member, Mention
from linking.scoring import score as score_pairs
from linking.scoring import table_of, thresholds
from linking.words import TELLING_FIELDS, passage_of, reach_km, site_words, telling_words

#: pairs of reports of one incident that a set must have before a figure of it says anything
FEWEST_PAIRS = 20
OPEN = "open/linking"
TRAIN = "train/linking"


@dataclass(frozen=True, slots=True)
class ReadCorpus:
    """One set of the corpus as the extractors read it: labels, mentions, and the label's
    event_key for each mention that stands for a labelled incident."""

    gold: Sequence[Mapping[str, Any]]
    predictions: Mapping[str, Sequence[Incident]]
    mentions: Sequence[Mention]
    event_keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LinkedFigures:
    """`linking`: pairwise and B³ figures over the mentions that stand for labelled incidents;
    `incidents` of the corpus among them, `groups` that were made of them
    (a mention in passing that fits none opens none)."""

    linking: Linking
    articles: int
    mentions: int
    incidents: int
    groups: int


class Reader(Protocol):
    """What reads an article: extractors.pipeline.Extractor, or one who remembers its facts."""

    def extract(self, article: Article) -> Sequence[IncidentFact]:
        """The incidents that the article reports."""


def linking_set(project_root: Path, name: str) -> Registered:
    """A train or open set of linked reports by its name. Raises LabelsError where there is none."""
    for entry in registry(project_root):
        if entry.name == name and entry.task == "linking" and entry.kind != "sealed":
            return entry
    raise LabelsError(f"there is no train or open set {name}", "see evaluation/sets.csv")


def read_corpus(project_root: Path, extractor: Reader, entry: Registered) -> ReadCorpus:
    """Extract one set of the corpus. A corrected article stands for the one that it corrects."""
    gold, articles = labelled_articles(project_root, entry)
    return read_articles(gold, articles, extractor)


def read_articles(
    gold: Sequence[Mapping[str, Any]], articles: Mapping[str, Article], extractor: Reader
) -> ReadCorpus:
    """Extract labelled articles. A label without an event_key is of an incident of its own."""
    predictions: dict[str, list[Incident]] = {}
    mentions: list[Mention] = []
    keys: dict[str, str] = {}
    for row in gold:
        article_id = str(row["id"])
        article = articles[article_id]
        facts = extractor.extract(article)
        told: list[Incident] = [
            fact_to_prediction(fact) | {"mention_id": f"{article_id}#{fact.number:03d}"}
            for fact in facts
        ]
        predictions[article_id] = told
        mentions += [
            mention_of(article, fact, str(p["mention_id"]), alone=len(facts) == 1)
            for fact, p in zip(facts, told, strict=True)
        ]
        for wanted, given in align(row["incidents"], told):
            keys[str(told[given]["mention_id"])] = event_key(row, wanted)
    return ReadCorpus(gold, predictions, mentions, keys)


def event_key(row: Mapping[str, Any], at: int) -> str:
    """Which incident the label at this place of its row is of: one of its own without a key."""
    return str(row["incidents"][at].get("event_key") or f"{row['id']}/{at}")


def labelled_articles(
    project_root: Path, entry: Registered
) -> tuple[list[Mapping[str, Any]], Mapping[str, Article]]:
    """Label rows of one set of the corpus, without articles that a later one corrects, and all its
    articles by id."""
    labelled = read_set(project_root, entry)
    corrected = {str(row["corrects"]) for row in labelled.gold if row.get("corrects")}
    rows = [row for row in labelled.gold if str(row["id"]) not in corrected]
    return rows, labelled.articles


def has_stories(gold: Sequence[Mapping[str, Any]]) -> bool:
    """Whether enough of these labels say which incidents are told more than once."""
    keys = Counter(
        label["event_key"] for row in gold for label in row["incidents"] if label.get("event_key")
    )
    return sum(n * (n - 1) // 2 for n in keys.values()) >= FEWEST_PAIRS


def regions(project_root: Path, entry: Registered) -> dict[str, str]:
    """The part of the world that each article of one set of the corpus is of, by id."""
    rows = read_json_lines(entry.labels_path(project_root))
    return {str(row["id"]): str(row["region"]) for row in rows}


def mention_of(article: Article, fact: IncidentFact, mention_id: str, *, alone: bool) -> Mention:
    """A fact as the linking compares it."""
    spans = [
        (item.span.part, item.span.start, item.span.end)
        for item in fact.evidence
        if item.field in TELLING_FIELDS
    ]
    names, words = telling_words(passage_of(article.title, article.text, spans, alone=alone))
    return Mention(
        mention_id=mention_id,
        article_id=article.id,
        fact_number=fact.number,
        is_main=fact.is_main,
        event_type=fact.event_type,
        event_family=EVENT_FAMILIES[fact.event_type],
        day=fact.date.best if fact.date.precision == "day" else None,
        earliest=fact.date.earliest,
        latest=fact.date.latest,
        published_on=article.published_on,
        published_at=article.published_at,
        place_id=fact.place.place_id,
        place_name=fold(fact.place.name) if fact.place.name else None,
        admin1_code=fact.place.admin1_code,
        country_code=fact.place.country,
        latitude=fact.place.latitude,
        longitude=fact.place.longitude,
        geo_precision=fact.place.precision,
        geo_radius_km=reach_km(fact.place.name, fact.place.admin1_name, fact.place.radius_km),
        weapon=fact.weapon,
        target_type=fact.target_type,
        actor_id=fact.perpetrator.actor_id,
        killed=_told(fact.killed),
        wounded=_told(fact.wounded),
        site=site_words(fact.place.name),
        words=words,
        names=names,
    )


def read_labels(project_root: Path, entry: Registered) -> ReadCorpus:
    """One set of the corpus as its labels tell it: the linking without the reading's errors.

    A place has position and reach of the place of that name in that governorate in seeds/places,
    else none. The words are those of the sentences around the label's marked words.
    """
    gold, articles = labelled_articles(project_root, entry)
    places = _Places(project_root / "seeds")
    actors = _actors(project_root / "seeds")
    predictions: dict[str, list[Incident]] = {}
    mentions: list[Mention] = []
    keys: dict[str, str] = {}
    for row in gold:
        article = articles[str(row["id"])]
        predictions[article.id] = []
        for number, label in enumerate(row["incidents"], 1):
            mention_id = f"{article.id}#{number:03d}"
            mentions.append(
                _labelled_mention(
                    article, label, mention_id, places, actors, alone=len(row["incidents"]) == 1
                )
            )
            keys[mention_id] = event_key(row, number - 1)
            predictions[article.id].append({**label, "mention_id": mention_id})
    return ReadCorpus(gold, predictions, mentions, keys)


def _labelled_mention(
    article: Article,
    label: Mapping[str, Any],
    mention_id: str,
    places: _Places,
    actors: Mapping[str, str],
    *,
    alone: bool,
) -> Mention:
    spans = _marked(label, article)
    names, words = telling_words(passage_of(article.title, article.text, spans, alone=alone))
    day = dt.date.fromisoformat(label["date"]) if label["date"] else None
    admin1_code, place = places.find(
        label["country"], label["admin1"], [label["place"], *(label.get("place_alt") or ())]
    )
    return Mention(
        mention_id=mention_id,
        article_id=article.id,
        fact_number=int(mention_id[-3:]),
        is_main=is_main(label),
        event_type=label["event_type"],
        event_family=EVENT_FAMILIES[label["event_type"]],
        day=day if label["date_precision"] == "day" else None,
        earliest=day,
        latest=day or article.published_on,
        published_on=article.published_on,
        published_at=article.published_at,
        place_id=place.place_id if place else None,
        place_name=fold(label["place"]) if label["place"] else None,
        admin1_code=admin1_code,
        country_code=label["country"],
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        geo_precision=place.precision if place else None,
        geo_radius_km=reach_km(label["place"], label["admin1"], place.radius_km if place else None),
        weapon=label["weapon"],
        target_type=label["target_type"],
        actor_id=actors.get(fold_name(label["perpetrator"]), label["perpetrator"])
        if label["perpetrator"]
        else None,
        killed=label["killed"],
        wounded=label["wounded"],
        site=site_words(label["place"]),
        words=words,
        names=names,
    )


def _marked(label: Mapping[str, Any], article: Article) -> list[tuple[str, int, int]]:
    """Part, start and end of the marked words that say which incident it is."""
    text_at = len(article.title) + 1
    ranges = [
        range_of(mark, article)
        for slot, mark in label["spans"].items()
        if slot == "trigger" or slot in TELLING_FIELDS
    ]
    return [
        ("text", found[0] - text_at, found[1] - text_at)
        if found[0] >= text_at
        else ("title", found[0], found[1])
        for found in ranges
        if found
    ]


def _actors(seeds: Path) -> dict[str, str]:
    """The actor that each folded name stands for; a name of two stands for none."""
    named = [
        *(
            (row["name_ar"], row["actor_id"])
            for row in read_seed("actors.csv", ("actor_id", "name_ar"), root=seeds)
        ),
        *(
            (row["alias"], row["actor_id"])
            for row in read_seed("actor_aliases.csv", ("actor_id", "alias"), root=seeds)
        ),
    ]
    bearers: dict[str, set[str]] = {}
    for name, actor_id in named:
        bearers.setdefault(fold_name(name), set()).add(actor_id)
    return {name: min(ids) for name, ids in bearers.items() if len(ids) == 1}


class _Places:
    """Places of the seeds by folded name and governorate: of several the one that bears the name
    itself, then the most populous, as the extractors have it."""

    def __init__(self, seeds: Path) -> None:
        self._gazetteer = Gazetteer(seeds)
        self._codes: dict[tuple[str, str], str] = {}
        self._places: dict[tuple[str, str], Place] = {}
        rank: dict[tuple[str, str], tuple[bool, int]] = {}
        for row in read_seed(
            "places/admin1.csv", ("country", "code", "name_ar", "aliases"), root=seeds
        ):
            for name in (row["name_ar"], *row["aliases"].split(";")):
                self._codes.setdefault((row["country"], fold_name(name)), row["code"])
        for file in ("supplement.csv", "gazetteer.csv"):
            for row in read_seed(
                f"places/{file}", ("place_id", "admin1_code", "name_ar", "aliases"), root=seeds
            ):
                place = self._gazetteer.by_id.get(row["place_id"])
                for name in filter(None, (row["name_ar"], *row["aliases"].split(";"))):
                    key = (row["admin1_code"], fold_name(name))
                    # a city stands in both files, in its full extent in the one that counts people
                    known = (name == row["name_ar"], place.population if place else 0)
                    if place and (key not in rank or known > rank[key]):
                        self._places[key], rank[key] = place, known

    def find(
        self, country: str, admin1: str | None, names: Sequence[str | None]
    ) -> tuple[str | None, Place | None]:
        """The governorate's code, and the first of the places that is known."""
        code = self._codes.get((country, fold_name(admin1))) if admin1 else None
        for name in filter(None, names):
            place = self._places.get((code or "", fold_name(name)))
            if place:
                return code, place
        return code, None


def _told(toll: Toll | None) -> int | None:
    if toll is None:
        return None
    return next((v for v in (toll.best, toll.low, toll.high) if v is not None), None)


def figures(
    corpus: ReadCorpus, edges: Sequence[Edge] | None = None, limits: Thresholds | None = None
) -> LinkedFigures:
    """Link the corpus and compare the groups with the labels."""
    edges = score_pairs(table_of(corpus.mentions)) if edges is None else edges
    members = [Member(m.mention_id, m.article_id, m.is_main) for m in corpus.mentions]
    groups = group(members, edges, limits or thresholds())
    of_group = {
        id_: f"inc_{number}"
        for number, one in enumerate(groups)
        for id_ in (*one.reports, *one.recalled)
    }
    linked = {
        article_id: [
            dict(told)
            | {"incident_id": of_group.get(str(told["mention_id"]), str(told["mention_id"]))}
            for told in incidents
        ]
        for article_id, incidents in corpus.predictions.items()
    }
    linking = score(corpus.gold, linked, bootstrap_rounds=0).linking
    assert linking is not None
    return LinkedFigures(
        linking=linking,
        articles=len(corpus.gold),
        mentions=len(corpus.event_keys),
        incidents=len(set(corpus.event_keys.values())),
        groups=len({of_group[id_] for id_ in corpus.event_keys if id_ in of_group}),
    )


def linking_rows(project_root: Path, extractor: Reader, entry: Registered) -> list[dict[str, Any]]:
    """How well one set is linked: as the extractors read it, and as its labels tell it where they
    say by which words each incident is found."""
    corpus = read_corpus(project_root, extractor, entry)
    rows = [_row(entry.name, "read", figures(corpus))]
    labels = (label for row in corpus.gold for label in row["incidents"])
    if all("spans" in label for label in labels):
        rows.append(_row(entry.name, "labelled", figures(read_labels(project_root, entry))))
    return rows


def measured(
    project_root: Path, extractor: Reader, sets: Sequence[LabelledSet]
) -> list[dict[str, Any]]:
    """Rows of the scoreboard's section on linking: the train and open sets of the corpus, then the
    other sets whose labels say which incidents are told more than once."""
    corpus = [
        entry
        for entry in registry(project_root)
        if entry.task == "linking" and entry.kind != "sealed" and entry.is_here(project_root)
    ]
    others = [labelled.entry for labelled in sets if has_stories(labelled.gold)]
    return [
        row for entry in (*corpus, *others) for row in linking_rows(project_root, extractor, entry)
    ]


def _row(name: str, told: str, found: LinkedFigures) -> dict[str, Any]:
    return {
        "set": name,
        "told": told,
        "articles": found.articles,
        "mentions": found.mentions,
        "incidents": found.incidents,
        "groups": found.groups,
        "pair": asdict(found.linking.pair),
        "b3": asdict(found.linking.b3),
    }


def renamed(corpus: ReadCorpus, suffix: str) -> ReadCorpus:
    """The same reports once more under other article ids, as another delivery would bring them."""
    return ReadCorpus(
        gold=[{**row, "id": f"{row['id']}{suffix}"} for row in corpus.gold],
        predictions={
            f"{id_}{suffix}": [
                {**told, "mention_id": f"{told['mention_id']}{suffix}"} for told in incidents
            ]
            for id_, incidents in corpus.predictions.items()
        },
        mentions=[
            replace(m, mention_id=f"{m.mention_id}{suffix}", article_id=f"{m.article_id}{suffix}")
            for m in corpus.mentions
        ],
        event_keys={f"{id_}{suffix}": key for id_, key in corpus.event_keys.items()},
    )
