"""What is learned from: the articles of the train sets, and the mentions that are found in them.

Grain: one article, one mention, one pair of a mention and an incident before it, one candidate
incident. Open and sealed sets are no examples: the open fresh ones judge. Ordinary articles are
none either: they bring nothing (docs/corpus.md).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evaluation.figures import Incident, is_main
from evaluation.scorer import align, judged_slots
from evaluation.sets import LabelledSet
from extractors.export import fact_to_prediction
from extractors.joining.likeness import Told, joining_flags
from extractors.pipeline import Extractor
from extractors.records import Article
from extractors.scoring.features import Candidate
from extractors.scoring.field_features import filled_fields
from extractors.scoring.judge import BACKGROUND, NEWS, NONE
from extractors.scoring.mention_features import scene_of
from training.learners import FOLDS

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.mentions.mention import Mention


@dataclass(frozen=True, slots=True)
class Read:
    """A labelled article with the mentions that are found in it. `weight`: articles of its source
    that it stands for. `marks`: for each mention, in the order of the scene, the number of the
    incident that it tells of by the labels, 0 for none of them, None where nobody marked it."""

    doc: Document
    genre: str
    incidents: Sequence[Incident]
    source: str
    weight: float
    marks: tuple[int | None, ...]
    #: of the newsroom, where the labels know it
    country: str = ""

    @property
    def article(self) -> Article:
        """The article."""
        return self.doc.article

    @property
    def news(self) -> int:
        """Main incidents that the labels have."""
        return sum(map(is_main, self.incidents))

    @property
    def is_news(self) -> bool:
        """Whether the labels have a main incident."""
        return self.news > 0

    @property
    def fold(self) -> int:
        """Its fold: a hash of its id. Reports of one story share a fold, since they say the same:
        their ids begin alike."""
        id_ = self.article.id
        group = id_.split("-", maxsplit=1)[0] if self.source.endswith("/stories") else id_
        return hashlib.sha256(group.encode()).digest()[0] % FOLDS

    def role(self, mark: int | None) -> str | None:
        """What a mention with that mark tells of: news, background, none; None where it is not
        marked."""
        if mark is None:
            return None
        if mark == 0:
            return NONE
        return NEWS if is_main(self.incidents[mark - 1]) else BACKGROUND

    def incident_of(self, members: Iterable[int]) -> Incident | None:
        """The labelled incident that most of these mentions are marked with; None without any."""
        marks = Counter(mark for at in members if (mark := self.marks[at]))
        return self.incidents[marks.most_common(1)[0][0] - 1] if marks else None


@dataclass(frozen=True, slots=True)
class CandidateExample:
    """A candidate and what it is by the labels: `news` where it stands for a main incident of
    theirs, `background` for another one, `none` where it stands for nothing."""

    candidate: Candidate
    label: str
    source: str
    weight: float
    fold: int
    #: whether its filled fields have the value of the labelled incident that it stands for
    right: Mapping[str, bool]

    @property
    def article_id(self) -> str:
        """The article that it was found in."""
        return self.candidate.article.id


def read_articles(extractor: Extractor, sets: Iterable[LabelledSet]) -> list[Read]:
    """The labelled articles of the sets, each read once."""
    found = []
    for labelled in sets:
        for row in labelled.gold:
            id_ = str(row["id"])
            doc = extractor.mentions_of(labelled.articles[id_])
            weight = labelled.weights.get(id_, 1.0)
            country = str(row.get("newsroom") or doc.article.outlet_country or "")
            found.append(
                Read(
                    doc, row["genre"], row["incidents"], labelled.name, weight, _marks(doc, row),
                    country,
                )
            )  # fmt: skip
    return found


def _marks(doc: Document, row: Mapping[str, Any]) -> tuple[int | None, ...]:
    """The incident that each mention tells of: the one most letters of which it shares. In an
    article without incidents every mention is of none."""
    mentions = scene_of(doc, {}).mentions
    marked = row.get("mentions")
    if marked is None:
        return tuple(None if row["incidents"] else 0 for _ in mentions)
    spans = list(_spans(doc.article, marked))
    return tuple(_mark(doc, mention, spans) for mention in mentions)


def _spans(
    article: Article, marked: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, str, int, int]]:
    """(incident, part, start, end) of each mark."""
    whole = f"{article.title}\n{article.text}"
    behind = len(article.title) + 1
    for mark in marked:
        at = -1
        for _ in range(mark["occurrence"]):
            at = whole.index(mark["words"], at + 1)
        part, start = ("title", at) if at < behind - 1 else ("text", at - behind)
        yield mark["incident"], part, start, start + len(mark["words"])


def _mark(
    doc: Document, mention: Mention, spans: Iterable[tuple[int, str, int, int]]
) -> int | None:
    shared: Counter[int] = Counter()
    for clause in mention.clauses:
        sentence = doc.sentences[clause.sentence]
        offsets, tokens = sentence.passage.offsets, sentence.tokens
        first = offsets[tokens[clause.first].start]
        end = offsets[tokens[min(clause.end, len(tokens)) - 1].end - 1] + 1
        for incident, part, start, stop in spans:
            if part == sentence.passage.part and start < end and stop > first:
                shared[incident] += min(end, stop) - max(first, start)
    return max(shared, key=lambda i: (shared[i], -i)) if shared else None


def joining_examples(read: Read, told: Told) -> Iterator[tuple[dict[str, float], bool]]:
    """The features of each marked mention with each incident that was told before it by the
    labels, and whether it is of that one. A mention of none of them is of no incident."""
    numbers: list[int] = []
    incidents: list[list[int]] = []
    for at, mark in enumerate(read.marks):
        if mark is None:
            continue
        for number, incident in zip(numbers, incidents, strict=True):
            yield joining_flags(told, incident, at, incidents), number == mark
        if mark in numbers:
            incidents[numbers.index(mark)].append(at)
        elif mark:
            numbers.append(mark)
            incidents.append([at])


def candidate_examples(read: Read, candidates: Sequence[Candidate]) -> Iterator[CandidateExample]:
    """What each candidate of an article is by the labels."""
    found = [fact_to_prediction(candidate.fact) for candidate in candidates]
    partner = {j: read.incidents[i] for i, j in align(read.incidents, found)}
    for j, candidate in enumerate(candidates):
        label = NONE if j not in partner else NEWS if is_main(partner[j]) else BACKGROUND
        filled = filled_fields(candidate.fact)
        right = dict(judged_slots(partner[j], found[j], filled)) if j in partner else {}
        yield CandidateExample(candidate, label, read.source, read.weight, read.fold, right)
