"""Word patterns: the seeds' linguistic knowledge, compiled into one matcher.

A pattern is a row of words in ordinary spelling, separated by blanks:

- ``قتل|قتلت``  any one of these words; a word matches any form of a token (`Token.forms`), so
  that و، ف، ب، ل، ال and attached pronouns need not be listed;
- ``=وكان``     this very word, as it stands in the text;
- ``شخص*``      any word that begins so;
- ``@people``   a counted noun for people in any number, ``@number`` a number word or digits;
- ``=@people``  the same as it stands, so without an article or a conjunction;
- ``…3``        up to three words in between;
- ``;``         parts whole patterns that share the values of a row.

All lexicons are matched in one pass over a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import LexiconError
from extractors.patterns.pattern import Hit, Pattern, SentenceHits, compiled, matched
from extractors.seedfiles import SEEDS_DIR, read_seed
from extractors.text.fold import fold
from extractors.text.word_forms import word_forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.document import Document, Sentence

#: weapons whose mere naming tells of an event
_BOMBS = frozenset({"ied", "car_bomb", "explosive_belt", "mine", "mortar", "rocket"})
#: number words that say how many by themselves
_NUMERALS = frozenset({"unit", "tens", "hundred", "hundreds", "tail"})
_DUAL = 2
#: words whose patterns are remembered
_VOCABULARY = 200_000


#: file in seeds/lexicon/ → columns that its header row must hold
FILES: Mapping[str, tuple[str, ...]] = {
    "triggers": ("pattern", "event_type", "kind", "form"),
    "harm_words": ("pattern", "measure", "form", "single", "violent", "active"),
    "casualty_nouns": ("pattern", "measure"),
    "single_persons": ("pattern", "victim_class", "target_type"),
    "count_relations": ("pattern", "relation"),
    "zero_casualties": ("pattern", "measures"),
    "periods": ("pattern",),
    "victim_classes": ("pattern", "victim_class", "target_type"),
    "not_people": ("pattern",),
    "weapon_words": ("pattern", "weapon", "event_type"),
    "target_words": ("pattern", "target_type", "strength"),
    "sources": ("pattern", "kind"),
    "reporting_verbs": ("pattern",),
    "negatives": ("pattern", "kind", "scope"),
    "background_markers": ("pattern", "kind"),
    "clause_markers": ("pattern", "kind"),
    "event_anaphora": ("pattern", "of"),
    "outcomes": ("pattern", "outcome", "of"),
    "certainty": ("pattern", "certainty"),
    "target_details": ("pattern", "target_detail"),
    "perpetrator_cues": ("pattern", "cue", "status"),
    "victim_cues": ("pattern",),
    "demonyms": ("pattern", "actor_id"),
    "group_heads": ("pattern",),
    "subject_words": ("pattern",),
    "force_acts": ("pattern",),
    "aim_words": ("pattern", "kind"),
    "around_names": ("pattern", "kind"),
}


#: patterns in their order, each with its place in it
_Ranked = list[tuple[int, "Pattern"]]
#: patterns that a word may begin, and those that need a certain word right behind it: by a form of
#: that word, by that word as it stands
_Starts = tuple[tuple[tuple[int, "Pattern"], ...], dict[str, _Ranked], dict[str, _Ranked]]
_RANK = itemgetter(0)


def _agreeing(nouns: str, adjectives: str) -> list[tuple[str, str]]:
    """A force's nouns of one word with the adjectives that agree with them: الشرطة التونسية; الشرطة
    التونسي is a Tunisian whom police hold. Longer names have any."""
    feminine = "|".join(a for a in adjectives.split("|") if a.endswith("ة"))
    if " " in nouns or not feminine:
        return [(nouns, adjectives)]
    hers = "|".join(n for n in nouns.split("|") if n.endswith(("ة", "ات")))
    his = "|".join(n for n in nouns.split("|") if not n.endswith(("ة", "ات")))
    return [(n, a) for n, a in ((hers, feminine), (his, adjectives)) if n]


def _word_sets(seeds_dir: Path) -> Mapping[str, tuple[str, ...]]:
    """The words that a pattern may name together, by their name in it."""
    columns = ("singulars", "duals", "plurals")
    people = [
        form
        for row in read_seed("lexicon/counted_nouns.csv", (*columns, "kind"), root=seeds_dir)
        if row["kind"] != "other"
        for column in columns
        for form in row[column].split(";")
        if form
    ]
    numbers = [
        row["word"]
        for row in read_seed("lexicon/numbers.csv", ("word", "value", "kind"), root=seeds_dir)
        if row["kind"] in _NUMERALS and int(row["value"]) > _DUAL  # الاثنين is mostly Monday
    ]
    return {"@people": tuple(people), "@number": (*numbers, *(f"{n}*" for n in range(1, 10)))}


def _word_patterns(seeds_dir: Path) -> list[Pattern]:
    """The patterns of all files of seeds/lexicon/ that FILES names, in its order."""
    sets = _word_sets(seeds_dir)
    return [
        compiled(name, row, part, sets)
        for name, columns in FILES.items()
        for row in read_seed(f"lexicon/{name}.csv", columns, root=seeds_dir)
        for part in row["pattern"].split(";")
    ]


class Lexicon:
    """All word patterns of the extractors.

    `victim_classes`, `target_details`: code → row of the seed of that name. `actors`: actor_id →
    row of seeds/actors.csv. `actor_contexts`: folded alias → country →
    actor_id, for names that mean another actor in another country (الجيش، التحالف).
    `nations`: folded adjective (تركي) → country.
    """

    def __init__(self, seeds_dir: Path = SEEDS_DIR) -> None:
        """Read the seeds. Raises LexiconError, naming the file, where one is faulty."""
        patterns = _word_patterns(seeds_dir)
        self.victim_classes = _reference(
            seeds_dir, "victim_classes.csv", ("status", "age", "sex"), patterns, "victim_class"
        )
        self.target_details = _reference(
            seeds_dir, "target_details.csv", ("target_type",), patterns, "target_detail"
        )
        self.actors: dict[str, dict[str, str]] = {
            row["actor_id"]: row
            for row in read_seed(
                "actors.csv",
                (
                    "actor_id",
                    "name_ar",
                    "name_en",
                    "actor_type",
                    "country_code",
                    "parent_actor_id",
                ),
                root=seeds_dir,
            )
        }
        self.actor_contexts: dict[str, dict[str, str]] = {}
        self.nations: dict[str, str] = {}
        patterns += self._actor_names(seeds_dir)
        patterns += self._names_by_country(seeds_dir)
        patterns += self._national_forces(seeds_dir)
        self._by_word: dict[str, list[Pattern]] = {}
        self._by_exact: dict[str, list[Pattern]] = {}
        self._by_prefix: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            self._file(pattern)
        self._known: dict[str, tuple[Pattern, ...]] = {}
        self._starts: dict[str, _Starts] = {}
        self._prefix_lengths = sorted({len(p) for p in self._by_prefix})
        self._openers: dict[str, tuple[Pattern, ...]] = {}

    def _file(self, pattern: Pattern) -> None:
        """File a pattern under the words that it may begin with."""
        first = pattern.elements[0]
        for word in first.words:
            self._by_word.setdefault(word, []).append(pattern)
        for word in first.exact:
            self._by_exact.setdefault(word, []).append(pattern)
        for word in first.prefixes:
            self._by_prefix.setdefault(word, []).append(pattern)

    def _actor_names(self, seeds_dir: Path) -> list[Pattern]:
        """The names of actors, and the capitals that stand for states."""
        patterns: list[Pattern] = []
        for row in read_seed("actor_aliases.csv", ("actor_id", "alias"), root=seeds_dir):
            self._check_actor(row["actor_id"], "actor_aliases.csv")
            named = {**row, "actor_type": self.actors[row["actor_id"]]["actor_type"]}
            patterns.append(compiled("actors", named, row["alias"]))
        for row in read_seed("lexicon/actor_capitals.csv", ("alias", "actor_id"), root=seeds_dir):
            self._check_actor(row["actor_id"], "lexicon/actor_capitals.csv")
            patterns.append(compiled("actors", {**row, "capital": "yes"}, row["alias"]))
        return patterns

    def _names_by_country(self, seeds_dir: Path) -> list[Pattern]:
        """The names that mean another actor in another country (الجيش); whom they mean is noted in
        `actor_contexts`."""
        patterns: list[Pattern] = []
        for row in read_seed(
            "lexicon/actor_contexts.csv", ("alias", "country", "actor_id"), root=seeds_dir
        ):
            self._check_actor(row["actor_id"], "lexicon/actor_contexts.csv")
            context = self.actor_contexts.setdefault(fold(row["alias"]), {})
            if not context:
                patterns.append(
                    compiled("actors", {"actor_id": "", "alias": row["alias"]}, row["alias"])
                )
            context[row["country"]] = row["actor_id"]
        return patterns

    def _national_forces(self, seeds_dir: Path) -> list[Pattern]:
        """The forces of each nation by what they are and whose (خفر السواحل الليبي), which lists
        of names need not hold; and what a plain name (الجيش) means in each country that
        actor_contexts.csv does not speak of."""
        patterns: list[Pattern] = []
        forces = read_seed(
            "lexicon/force_names.csv", ("pattern", "branch", "plain"), root=seeds_dir
        )
        for nation in read_seed(
            "lexicon/nationalities.csv",
            ("adjectives", "country", "army", "security", "state"),
            root=seeds_dir,
        ):
            adjectives = nation["adjectives"]
            for adjective in adjectives.split("|"):
                self.nations[fold(adjective)] = nation["country"]
            patterns.append(compiled("demonyms", {"actor_id": nation["state"]}, adjectives))
            for column in ("army", "security", "state"):
                self._check_actor(nation[column], "lexicon/nationalities.csv")
            for force in forces:
                actor_id = nation[force["branch"]]
                if force["plain"]:
                    alias = force["pattern"]
                    context = self.actor_contexts.setdefault(fold(alias), {})
                    if not context:
                        patterns.append(compiled("actors", {"actor_id": "", "alias": alias}, alias))
                    context.setdefault(nation["country"], actor_id)
                    continue
                for part in force["pattern"].split(";"):
                    values = {"actor_id": actor_id, "alias": part.split("|")[0]}
                    patterns += [
                        compiled("actors", values, f"{nouns} {agreeing}")
                        for nouns, agreeing in _agreeing(part, adjectives)
                    ]
        return patterns

    def _check_actor(self, actor_id: str, file: str) -> None:
        if actor_id not in self.actors:
            raise LexiconError(
                f"seeds/{file} names the actor {actor_id!r}, which seeds/actors.csv does not hold",
                "add it to seeds/actors.csv or correct the id",
            )

    def _candidates(self, word: str) -> tuple[Pattern, ...]:
        """The patterns that may begin with a folded word; worked out once for each."""
        known = self._known.get(word)
        if known is not None:
            return known
        found: dict[int, Pattern] = {id(p): p for p in self._by_exact.get(word, ())}
        for form in word_forms(word):
            for pattern in self._by_word.get(form, ()):
                found[id(pattern)] = pattern
            for length in self._prefix_lengths:
                for pattern in self._by_prefix.get(form[:length], ()):
                    if length <= len(form):
                        found[id(pattern)] = pattern
        if len(self._known) >= _VOCABULARY:
            self._known.clear()
        self._known[word] = out = tuple(found.values())
        return out

    def _start(self, word: str) -> _Starts:
        """The candidates of a word, those sorted out that need a certain word right behind it."""
        known = self._starts.get(word)
        if known is not None:
            return known
        free: _Ranked = []
        by_next: dict[str, _Ranked] = {}
        by_next_exact: dict[str, _Ranked] = {}
        for rank, pattern in enumerate(self._candidates(word)):
            second = pattern.elements[1] if len(pattern.elements) > 1 else None
            if second is None or second.gap or second.prefixes:
                free.append((rank, pattern))
                continue
            for other in second.words:
                by_next.setdefault(other, []).append((rank, pattern))
            for other in second.exact:
                by_next_exact.setdefault(other, []).append((rank, pattern))
        if len(self._starts) >= _VOCABULARY:
            self._starts.clear()
        self._starts[word] = out = (tuple(free), by_next, by_next_exact)
        return out

    def may_open(self, words: Set[str]) -> bool:
        """Whether a text of these folded words, in whatever order, could tell of an event; never
        False where `hits` would find a hit that opens one."""
        forms: set[str] = set()
        for word in words:
            patterns = self._openers.get(word)
            if patterns is None:
                if len(self._openers) >= _VOCABULARY:
                    self._openers.clear()
                self._openers[word] = patterns = tuple(
                    p for p in self._candidates(word) if opens_event(p.lexicon, p.values)
                )
            for pattern in patterns:
                if len(pattern.elements) > 1 and not forms:
                    forms.update(form for other in words for form in word_forms(other))
                if all(element.occurs(words, forms) for element in pattern.elements[1:]):
                    return True
        return False

    def hits(self, sentence: Sentence) -> SentenceHits:
        """What each lexicon finds in the sentence, in the order of the text.

        Of two hits of one lexicon, one that matches only some of the other's words is left out.
        """
        tokens = sentence.tokens
        found: dict[str, dict[tuple[int, ...], Hit]] = {}
        for at, token in enumerate(tokens):
            free, by_next, by_next_exact = self._start(token.text)
            fitting: Sequence[tuple[int, Pattern]] = free
            if (by_next or by_next_exact) and at + 1 < len(tokens):
                following = tokens[at + 1]
                behind = [p for form in following.forms for p in by_next.get(form, ())]
                behind += by_next_exact.get(following.text, ())
                fitting = sorted((*free, *behind), key=_RANK) if behind else free
            for _, pattern in fitting:
                where = matched(pattern.elements, tokens, at)
                if where is not None:
                    of_lexicon = found.setdefault(pattern.lexicon, {})
                    hit = of_lexicon.get(where)
                    if hit is None:
                        of_lexicon[where] = Hit(pattern.lexicon, pattern.values, where)
        outermost = {name: _outermost(hits.values()) for name, hits in found.items()}
        return _without_parts_of_names(outermost)


def _reference(
    seeds_dir: Path,
    file: str,
    columns: tuple[str, ...],
    patterns: Iterable[Pattern],
    column: str,
) -> dict[str, dict[str, str]]:
    """The rows of a list of codes. Raises LexiconError where a pattern uses another code."""
    rows = {row["code"]: row for row in read_seed(file, ("code", *columns), root=seeds_dir)}
    for pattern in patterns:
        code = pattern.values.get(column)
        if code and code not in rows:
            raise LexiconError(
                f"seeds/lexicon/{pattern.lexicon}.csv uses {code!r}, which seeds/{file} lacks",
                f"add it to seeds/{file} or correct the code",
            )
    return rows


#: words of these lexicons say nothing where they stand inside an actor's name
_OF_NO_NAME = ("triggers", "victim_classes")


def _outermost(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    kept: list[Hit] = []
    covered: list[frozenset[int]] = []
    for hit in sorted(hits, key=lambda h: (-len(h.tokens), h.tokens)):
        words = frozenset(hit.tokens)
        if not any(words < other for other in covered):
            kept.append(hit)
            covered.append(words)
    return tuple(sorted(kept, key=lambda h: (h.tokens, -len(h.tokens))))


def _without_parts_of_names(hits: dict[str, tuple[Hit, ...]]) -> dict[str, tuple[Hit, ...]]:
    """The hits without words of events and of people that only stand inside an actor's name: حزب
    العمال، الجبهة الشعبية لتحرير فلسطين. What the name's means are is told by it: طيران مسير."""
    inside = frozenset(at for hit in hits.get("actors", ()) for at in hit.tokens[1:])
    if not inside:
        return hits
    return hits | {
        name: tuple(
            h
            for h in hits[name]
            if not inside.issuperset(h.tokens) or h.values.get("kind") == "modifier"
        )
        for name in _OF_NO_NAME
        if name in hits
    }


def opens_event(lexicon: str, values: Mapping[str, str]) -> bool:
    """Whether a row of a lexicon opens an incident: it names an event, a death, an abduction, or a
    bomb."""
    if lexicon == "triggers":
        return values["kind"] == "event"
    if lexicon == "harm_words":
        return values["measure"] in ("killed", "abducted")
    return lexicon == "weapon_words" and values["weapon"] in _BOMBS


def hits_of(doc: Document, sentence: int, lexicon: str) -> tuple[Hit, ...]:
    """What `lexicon` found in a sentence (component `match` must have run)."""
    rows = doc.annotations.get("match", ())
    if sentence >= len(rows):
        return ()
    row = rows[sentence]
    return row.get(lexicon, ()) if isinstance(row, Mapping) else ()
