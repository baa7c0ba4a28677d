"""The extractors' one entrance: an ordered list of named components, article by article.

A component takes the document and adds to it (`Component.run`); none changes what another one
wrote. `Extractor.extract` gives an article's incidents, `extract_bulk` those of many articles with
the recogniser's work done in one batch, `explain` the whole working record. The recogniser reads
last: what the rules left open (second_look.py), and what is quoted, for names of persons.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from extractors import assemble, relevance, second_look
from extractors.candidates import targets, triggers, weapons
from extractors.candidates.actors import reading as actors
from extractors.candidates.counts import reading as count_reading
from extractors.candidates.dates.reading import dates
from extractors.candidates.places.reading import places
from extractors.candidates.sources import attribution
from extractors.document import Document
from extractors.mentions.builder import Builder
from extractors.names import NameFinder, quoted_sentences
from extractors.names.line import Line
from extractors.patterns.lexicon import Lexicon
from extractors.records import Reading
from extractors.scoring.judge import Judge, load_judge, weight_files
from extractors.seedfiles import SEEDS_DIR
from extractors.text.fold import fold
from extractors.text.quantities import quantities
from extractors.text.segment import segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.document import Entity, Recogniser, Sentence
    from extractors.records import Article, IncidentFact, Span
    from extractors.scoring.features import Candidate

log = logging.getLogger(__name__)

Behind = Literal["article", "mentions", "answers", "persons"]

_RELEASE = "0.1"
#: components that are run on every article with a word of violence: those that say whether there
#: is anything to read
_OPENING = 3
#: articles that the recogniser reads in one batch: more keep memory and win no time
_TOGETHER = 50
#: articles that wait for those in which the recogniser has something to read
_MOST_WAITING = 1_000
#: longer texts are cut here: no news report is so long, and a night must end
MAX_CHARS = 50_000
#: mentions behind these are left unread: no news report has so many, and a night must end
MAX_MENTIONS = 150
#: what the version is a hash of, below seeds/
_SEED_PATTERNS = (
    "actors.csv", "actor_aliases.csv", "event_types.csv", "target_details.csv",
    "victim_classes.csv", "lexicon/*.csv", "places/*",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Component:
    """One stage: a name, and a function that adds to the document.

    `behind`: what has to be there before it runs: the article alone, its mentions, what the
    recogniser answered to the questions of second_look.py, or the persons that it found in what is
    quoted.
    """

    name: str
    run: Callable[[Document], None]
    behind: Behind = "article"


def _note(
    name: str, function: Callable[[Document], tuple[object, ...]], behind: Behind = "article"
) -> Component:
    """A component whose result becomes the annotation of its name."""

    def run(doc: Document) -> None:
        doc.annotations[name] = function(doc)

    return Component(name, run, behind)


class Extractor:
    """Reads incidents out of articles. Holds the lexicons; safe to use for any number of articles.

    Same article, same version, same facts.
    """

    def __init__(
        self,
        seeds_dir: Path = SEEDS_DIR,
        recogniser: Recogniser | None = None,
        *,
        judged: bool = True,
        judge: Judge | None = None,
    ) -> None:
        """Load the seeds and the learned weights, unless a `judge` is given. `recogniser` is None
        where no language model is at hand. Where it is not `judged`, every candidate is an
        incident: all that some mentions of an article tell.

        Lexicons and actors are those of `seeds_dir`; places, event types and the small word sets
        are always those of the seeds beside this package, read once a process, and so are the
        learned weights.

        Raises LexiconError where a seed is missing or faulty, ModelsMissing where weights are.
        """
        self._judge = judge or load_judge()
        self._judged = judged
        self.lexicon = Lexicon(seeds_dir)
        self._names = NameFinder(seeds_dir)
        self.recogniser = recogniser
        self.version = version_of(seeds_dir, recogniser.name if recogniser else None)
        self.components: tuple[Component, ...] = (
            _note("match", self._match),
            _note("senses", triggers.senses),
            Component("relevance", _add_relevance),
            Component("quantities", _add_quantities),
            Component("dates", _add_dates),
            Component("places", _add_places),
            _note("clauses", triggers.clauses),
            _note("counts", self._counts),
            _note("actors", self._actors),
            _note("weapons", weapons.weapons),
            _note("targets", self._targets),
            _note("sources", attribution.sources),
            _note("mentions", self._mentions),
            _note("candidates", self._candidates, "mentions"),
            _note("incidents", self._incidents, "mentions"),
            _note("facts", second_look.answered, "answers"),
            _note("private_names", self._private_names, "persons"),
        )
        #: which sentences the recogniser reads, asked when the other components have run
        self.questions: Callable[[Document], frozenset[int]] = second_look.questions

    # -- public ------------------------------------------------------------------------------

    def extract(self, article: Article) -> tuple[IncidentFact, ...]:
        """The article's incidents, in the order of the text; none where it tells of none."""
        return self.extract_bulk([article])[0]

    def extract_bulk(self, articles: Sequence[Article]) -> list[tuple[IncidentFact, ...]]:
        """The incidents of each article, in the articles' order."""
        return [reading.facts for reading in self.read_bulk(articles)]

    def read_bulk(self, articles: Sequence[Article]) -> list[Reading]:
        """The incidents of each article and the names that are masked when it is quoted, in the
        articles' order. An article without incidents is never quoted: its names are not looked for.
        """
        return [_reading(doc) for doc in self.documents(articles)]

    def documents(self, articles: Sequence[Article]) -> Iterator[Document]:
        """The working record of each article, in the articles' order: see `explain`."""
        waiting: list[Document] = []
        to_recognise = 0
        for article in articles:
            doc = self.mentions_of(article)
            self._run([doc], "mentions")
            waiting.append(doc)
            to_recognise += bool(doc.relevant)
            if to_recognise == _TOGETHER or len(waiting) == _MOST_WAITING:
                self._finish(waiting)
                yield from waiting
                waiting, to_recognise = [], 0
        self._finish(waiting)
        yield from waiting

    def names_in(self, article: Article) -> tuple[Span, ...]:
        """The names of private persons in the title and text, whether it tells an incident or not.
        The recogniser reads all of it here."""
        return self._names.names(self._with_persons(article))

    def name_features(self, article: Article) -> Iterator[tuple[Line, list[list[str]]]]:
        """Each sentence of title and text, and what the score of names sees of its tokens: what
        that score is fitted with."""
        doc = self._with_persons(article)
        lines = [Line(sentence, self._names.words) for sentence in doc.sentences]
        return zip(lines, self._names.features(doc, lines), strict=True)

    def explain(self, article: Article) -> Document:
        """The document with all that the components added; its facts are the annotation "facts".

        The annotation "notes" says in words what was left unread.
        """
        doc = self.mentions_of(article)
        self._run([doc], "mentions")
        self._finish([doc])
        return doc

    def mentions_of(self, article: Article) -> Document:
        """The document with all that is found before a learned score decides anything: its
        mentions are the annotation "mentions". Articles without a word of violence stay without
        sentences."""
        return self._read(article)

    def _with_persons(self, article: Article) -> Document:
        """The document with the places of all sentences, whether it tells an incident or not, and
        what the recogniser takes for persons in them."""
        doc = self._read(article)
        if not doc.sentences:
            passages, sentences = segment(article)
            doc = Document(article, passages, sentences)
            doc.annotations["match"] = self._match(doc)
        doc.relevant = frozenset(range(len(doc.sentences)))
        _add_places(doc)
        if self.recogniser is not None:
            for persons in self.recogniser.persons(doc.sentences):
                doc.persons += persons
        return doc

    # -- stages ------------------------------------------------------------------------------

    def _read(self, article: Article) -> Document:
        """All that needs no recogniser; articles without a word of violence stay without
        sentences."""
        notes: list[str] = []
        if len(article.text) > MAX_CHARS:
            log.warning("article %s: its text is cut to %d characters", article.id, MAX_CHARS)
            notes.append(f"text cut from {len(article.text)} to {MAX_CHARS} characters")
            article = dataclasses.replace(article, text=article.text[:MAX_CHARS])
        if not relevance.worth_reading(fold(f"{article.title}\n{article.text}"), self.lexicon):
            notes.append("no word of violence in it")
            return Document(article, (), (), annotations={"notes": tuple(notes)})
        passages, sentences = segment(article)
        doc = Document(article, passages, sentences, annotations={"notes": tuple(notes)})
        for number, component in enumerate(self.components):
            if number == _OPENING and not doc.relevant:
                break
            if component.behind == "article":
                component.run(doc)
        return doc

    def _asked(self, doc: Document) -> list[Sentence]:
        """The sentences that the recogniser is to read."""
        if self.recogniser is None:
            return []
        return [doc.sentences[index] for index in sorted(self.questions(doc))]

    def _finish(self, documents: Sequence[Document]) -> None:
        """Have the recogniser read what is open in the documents, then what is quoted of them, each
        in one batch, and run the components that look at what it found."""
        if self.recogniser is not None:
            for doc, found in _read_in_one(documents, self._asked, self.recogniser.recognise):
                doc.entities += found
        self._run(documents, "answers")
        if self.recogniser is not None:
            for doc, found in _read_in_one(documents, _quoted, self.recogniser.persons):
                doc.persons += found
        self._run(documents, "persons")

    def _run(self, documents: Sequence[Document], behind: Behind) -> None:
        """Run the components that stand behind the same work of the recogniser."""
        for doc in documents:
            if doc.relevant:
                for component in self.components:
                    if component.behind == behind:
                        component.run(doc)

    def _match(self, doc: Document) -> tuple[object, ...]:
        return tuple(
            {} if sentence.furniture else self.lexicon.hits(sentence) for sentence in doc.sentences
        )

    def _counts(self, doc: Document) -> tuple[object, ...]:
        return count_reading.counts(doc, self._names.words)

    def _actors(self, doc: Document) -> tuple[object, ...]:
        return actors.actors(doc, self.lexicon)

    def _targets(self, doc: Document) -> tuple[object, ...]:
        return targets.targets(doc, self.lexicon)

    def _mentions(self, doc: Document) -> tuple[object, ...]:
        found = tuple(Builder(doc, self.lexicon).build())
        if len(found) > MAX_MENTIONS:
            left = f"of {len(found)} mentions the first {MAX_MENTIONS} are read"
            log.warning("article %s: %s", doc.article.id, left)
            doc.annotations["notes"] = (*doc.annotations["notes"], left)
        return found[:MAX_MENTIONS]

    def _candidates(self, doc: Document) -> tuple[object, ...]:
        told = self._judge.told(doc)
        return tuple(assemble.candidates(doc, self.lexicon, told, self._judge))

    def _incidents(self, doc: Document) -> tuple[object, ...]:
        found = cast("tuple[Candidate, ...]", doc.annotations["candidates"])
        if not self._judged:
            return tuple(candidate.fact for candidate in found)
        return self._judge.decide(found)

    def _private_names(self, doc: Document) -> tuple[object, ...]:
        """An article without incidents is never quoted: its names are not looked for."""
        return self._names.names(doc) if _facts(doc) else ()


def _facts(doc: Document) -> tuple[IncidentFact, ...]:
    """The incidents of a document that all components have read."""
    return cast("tuple[IncidentFact, ...]", doc.annotations.get("facts", ()))


def _quoted(doc: Document) -> list[Sentence]:
    """The sentences that persons are looked for in."""
    return quoted_sentences(doc, _facts(doc))


def _read_in_one(
    documents: Sequence[Document],
    chosen: Callable[[Document], Sequence[Sentence]],
    read: Callable[[Sequence[Sentence]], Sequence[tuple[Entity, ...]]],
) -> Iterator[tuple[Document, tuple[Entity, ...]]]:
    """What a recogniser finds in the chosen sentences of all documents, with the document of each;
    it is asked once, and not at all where nothing is chosen."""
    wanted = [(doc, sentence) for doc in documents for sentence in chosen(doc)]
    if wanted:
        found = read([sentence for _, sentence in wanted])
        yield from zip((doc for doc, _ in wanted), found, strict=True)


def _reading(doc: Document) -> Reading:
    """What the document gives: its incidents, and the names in it."""
    return Reading(_facts(doc), cast("tuple[Span, ...]", doc.annotations.get("private_names", ())))


def _add_relevance(doc: Document) -> None:
    doc.relevant = relevance.relevant_sentences(doc)


def _add_quantities(doc: Document) -> None:
    doc.quantities = tuple(
        q for index in sorted(doc.relevant) for q in quantities(doc.sentences[index])
    )


def _add_dates(doc: Document) -> None:
    doc.dates = dates(doc)


def _add_places(doc: Document) -> None:
    doc.places = places(doc)


def version_of(seeds_dir: Path, recogniser: str | None) -> str:
    """The version of an extractor of these seeds and the recogniser of that name: the release and a
    hash of code, seeds and recogniser. Nothing is loaded for it."""
    digest = hashlib.sha256()
    code = Path(__file__).resolve().parent
    files = [(code, path) for path in code.rglob("*.py")]
    files += [(path.parent, path) for path in weight_files()]
    files += [(seeds_dir, path) for pattern in _SEED_PATTERNS for path in seeds_dir.glob(pattern)]
    for root, path in sorted(files, key=lambda f: f[1].relative_to(f[0]).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    digest.update((recogniser or "none").encode())
    return f"{_RELEASE}+{digest.hexdigest()[:12]}"
