"""docs/codebook/: the rules of coding in Arabic and English, written from what the rules are.

    codebook/versions.csv      the codebook's versions; the last row is this one
    codebook/paragraphs.csv    the paragraphs in their order, with their titles: this numbers them
    codebook/terms.csv         codes that no seed holds (outcomes, statuses, measures …)
    codebook/examples.csv      sentences and how they are read; a test reads them
    codebook/questions.csv     questions of coders, and the paragraph that answers each
    codebook/templates/<language>/<page>.md.j2    the prose, one file a page
    seeds/                     types, codes, labels, authority classes
    evaluation/scoreboard.json, sealed_log.jsonl    the measured figures

Both languages have the same pages and paragraphs: a template that leaves one out, or a question
that points nowhere, is an error, not a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from jinja2 import TemplateError

from extractors.errors import LexiconError
from warehouse.core.codebook_version import codebook_folder
from warehouse.core.settings import Settings
from warehouse.docs import codebook_figures as figures
from warehouse.docs.codebook_examples import NOTHING, Example, ExpectedIncident
from warehouse.docs.codebook_sources import LANGUAGES, TYPE_PREFIX, Sources, read_sources
from wording.templating import text_templates


def codebook_pages(settings: Settings) -> dict[Path, str]:
    """Each page of docs/codebook/ with its text.

    Raises LexiconError where the sources are faulty, or where a language lacks a page or a
    paragraph or has one twice.
    """
    sources = read_sources(settings)
    docs = settings.project_root / "docs" / "codebook"
    pages = {docs / "README.md": _entrance(sources)}
    for language in LANGUAGES:
        for name, text in _Writer(settings, sources, language).pages().items():
            pages[docs / language / f"{name}.md"] = text
    return pages


def _entrance(sources: Sources) -> str:
    version, dated_on = sources.versions[-1]["version"], sources.versions[-1]["dated_on"]
    return (
        "# Codebook · دليل الترميز\n\n"
        f"Version {version} of {dated_on}, written from `{sources.digest}` by `sijill docs`;"
        " edit `codebook/`, not these pages.\n\n"
        "- [English](en/README.md)\n- [العربية](ar/README.md)\n"
    )


class _Writer:
    """Writes the pages of one language: fills its templates with tables, numbers and examples."""

    def __init__(self, settings: Settings, sources: Sources, language: str) -> None:
        self._sources, self._language = sources, language
        self._words = {row["code"]: row[f"label_{language}"] for row in sources.terms["word"]}
        self._page = ""
        self._headed: list[str] = []
        folder = codebook_folder(settings) / "templates" / language
        self._environment = text_templates(folder)
        self._environment.globals.update(self._functions())

    def pages(self) -> dict[str, str]:
        names = list(dict.fromkeys(p.page for p in self._sources.paragraphs.values()))
        try:
            written = {name: self._write(name) for name in names}
            written["README"] = self._write("README")
        except TemplateError as err:
            raise LexiconError(
                f"codebook/templates/{self._language}/{self._page}.md.j2: {err}",
                "put the template right, or restore it: git checkout -- codebook",
            ) from err
        wrong = {name for name in self._sources.paragraphs if self._headed.count(name) != 1}
        if wrong:
            raise LexiconError(
                f"codebook/templates/{self._language}: not there once: {', '.join(sorted(wrong))}",
                "each paragraph of codebook/paragraphs.csv has one heading in each language",
            )
        return written

    def _write(self, page: str) -> str:
        self._page = page
        text = self._environment.get_template(f"{page}.md.j2").render()
        if page in self._sources.paragraphs:
            text = f"{self._heading(page)}\n\n{text}"
        if self._language == "ar":
            # the blank lines let Markdown be read within
            text = f'<div dir="rtl" markdown="1">\n\n{text.rstrip()}\n\n</div>\n'
        return text

    def _functions(self) -> dict[str, Callable[..., str]]:
        return {
            "heading": self._heading,
            "p": self._link,
            "examples": self._examples,
            "codes": self._codes,
            "terms": self._terms,
            "term": self._term,
            "each_type": self._each_type,
            "mappings": self._mappings,
            "victim_classes": self._victim_classes,
            "target_details": self._target_details,
            "authority_classes": self._authority_classes,
            "fields_right": self._fields_right,
            "by_type": lambda: self._slices("by_type"),
            "by_country": lambda: self._slices("by_country"),
            "linking_measured": self._linking_measured,
            "figure": self._figure,
            "misread": self._misread,
            "questions": self._questions,
            "contents": self._contents,
            "versions": self._versions,
            "version": lambda: self._sources.versions[-1]["version"],
            "dated_on": lambda: self._sources.versions[-1]["dated_on"],
            "digest": lambda: self._sources.digest,
            "count": self._count,
        }

    # ── paragraphs ──

    def _heading(self, name: str) -> str:
        paragraph = self._sources.paragraphs[name]
        self._headed.append(name)
        level = "#" * (paragraph.number.count(".") + 1)
        title = f"{level} {paragraph.number} {paragraph.title[self._language]}"
        return f'<a id="{name}"></a>\n\n{title}'

    def _link(self, name: str) -> str:
        paragraph = self._sources.paragraphs[name]
        page = "" if paragraph.page == self._page else f"{paragraph.page}.md"
        return f"[{paragraph.number}]({page}#{name})"

    def _contents(self) -> str:
        lines = []
        for paragraph in self._sources.paragraphs.values():
            if paragraph.number.count(".") < 2:
                # four blanks: fewer are no list in a list to the reader that makes the site
                indent = "    " * paragraph.number.count(".")
                title = f"{paragraph.number} {paragraph.title[self._language]}"
                lines.append(f"{indent}- [{title}]({paragraph.page}.md#{paragraph.name})")
        return "\n".join(lines)

    def _questions(self) -> str:
        return _table(
            (self._words["question"], self._words["answer"]),
            (
                (row[f"question_{self._language}"], self._link(row["paragraph"]))
                for row in self._sources.questions
            ),
        )

    def _versions(self) -> str:
        return _table(
            (self._words["version"], self._words["dated"], self._words["changed"]),
            (
                (row["version"], row["dated_on"], row[f"what_{self._language}"])
                for row in self._sources.versions
            ),
        )

    # ── codes ──

    def _codes(self, seed: str) -> str:
        return self._code_table(self._sources.seeds[f"{seed}.csv"])

    def _terms(self, kind: str) -> str:
        return self._code_table(self._sources.terms[kind])

    def _term(self, kind: str, code: str) -> str:
        for row in self._sources.terms[kind]:
            if row["code"] == code:
                return row[f"label_{self._language}"]
        raise LexiconError(
            f"codebook/terms.csv has no {kind} {code!r}", "add it, in both languages"
        )

    def _code_table(self, rows: Iterable[Mapping[str, str]]) -> str:
        return _table(
            (self._words["code"], self._words["label"], self._words["means"]),
            (
                (
                    f"`{row['code']}`",
                    row[f"label_{self._language}"],
                    row[f"description_{self._language}"],
                )
                for row in rows
            ),
        )

    def _label(self, seed: str, code: str) -> str:
        return next(
            row[f"label_{self._language}"]
            for row in self._sources.seeds[f"{seed}.csv"]
            if row["code"] == code
        )

    def _each_type(self) -> str:
        parts = []
        for row in self._sources.seeds["event_types.csv"]:
            name = f"{TYPE_PREFIX}{row['code']}"
            family = self._term("family", row["family"])
            parts += [
                self._heading(name),
                f"`{row['code']}` · {family}. {row[f'description_{self._language}']}",
                self._examples(name),
            ]
        return "\n\n".join(parts)

    def _mappings(self) -> str:
        schemes = {
            "PLOVER": "plover", "CAMEO": "cameo", "ACLED": "acled_sub_event",
            "GTD": "gtd_attack_type",
        }  # fmt: skip
        return _table(
            (self._words["type"], *schemes),
            (
                (
                    f"`{row['code']}`",
                    *(
                        f"{row[column]} ({row[f'{column}_match']})" if row[column] else "–"
                        for column in schemes.values()
                    ),
                )
                for row in self._sources.seeds["event_types.csv"]
            ),
        )

    def _victim_classes(self) -> str:
        return _table(
            (self._words["code"], self._words["label"], self._words["axis"]),
            (
                (
                    f"`{row['code']}`",
                    row[f"label_{self._language}"],
                    " · ".join(
                        f"`{axis}={row[axis]}`" for axis in ("status", "age", "sex") if row[axis]
                    ),
                )
                for row in self._sources.seeds["victim_classes.csv"]
            ),
        )

    def _target_details(self) -> str:
        return _table(
            (self._words["code"], self._words["label"], self._words["target"]),
            (
                (
                    f"`{row['code']}`",
                    row[f"label_{self._language}"],
                    self._label("target_types", row["target_type"]),
                )
                for row in self._sources.seeds["target_details.csv"]
            ),
        )

    def _authority_classes(self) -> str:
        rows = sorted(self._sources.seeds["authority_classes.csv"], key=lambda r: int(r["rank"]))
        words = self._words
        return _table(
            (words["rank"], words["code"], words["label"], words["means"]),
            (
                (
                    row["rank"],
                    f"`{row['code']}`",
                    row[f"label_{self._language}"],
                    row[f"description_{self._language}"],
                )
                for row in rows
            ),
        )

    # ── examples ──

    def _examples(self, paragraph: str) -> str:
        found = [e for e in self._sources.examples if e.paragraph == paragraph]
        if not found:
            raise LexiconError(
                f"codebook/examples.csv has none for {paragraph!r}",
                "add one that the extractors read, or take examples() out of the templates",
            )
        return self._example_table(found)

    def _misread(self) -> str:
        return self._example_table([e for e in self._sources.examples if not e.read_right])

    def _example_table(self, examples: Iterable[Example]) -> str:
        words = self._words
        return _table(
            (words["sentence"], words["reading"], words["why"]),
            ((self._sentence(e), self._read_as(e), e.why[self._language]) for e in examples),
        )

    def _sentence(self, example: Example) -> str:
        # in quotation marks: these are the words of news, not ours
        quoted = f"«{example.text}»"
        return quoted if self._language == "ar" else f"{quoted}<br>“{example.gloss_en}”"

    def _read_as(self, example: Example) -> str:
        lines = [self._expected(reading) for reading in example.readings] or [self._words[NOTHING]]
        if not example.read_right:
            lines.append(self._words["misread"])
        return "<br>".join(lines)

    def _expected(self, reading: ExpectedIncident) -> str:
        parts = [f"`{reading.event_type}`"]
        parts += [self._stated(field, value) for field, value in reading.stated.items()]
        return " · ".join(parts)

    def _stated(self, field: str, value: str) -> str:
        words, language = self._words, self._language
        if field in ("killed", "wounded", "arrested", "abducted"):
            shown = words["not_told"] if value == NOTHING else value.rstrip("?").replace("..", "–")
            if value.endswith("+"):
                shown = f"{value[:-1]} {words['open']}"
            return f"{self._term('measure', field)}: {shown}"
        if field == "perpetrator":
            return f"{words['actor']}: {self._actor(value)}"
        if field == "stances":
            stances = " · ".join(self._term("stance", stance) for stance in value.split("|"))
            return f"{words['actor']}: {stances}"
        if field == "background":
            return words["background"]
        if field in ("date", "place"):
            shown = {"unknown": words["not_told"]}.get(value, value.replace("..", "–"))
            return f"{self._term('field', field)}: {shown}"
        if field == "outcome":
            return self._term("outcome", value)
        seed = {
            "weapon": "weapons", "target_type": "target_types", "target_detail": "target_details",
            "status": "perpetrator_status", "geo_precision": "geo_precision",
        }[field]  # fmt: skip
        row = next(r for r in self._sources.seeds[f"{seed}.csv"] if r["code"] == value)
        return f"{row[f'label_{language}']} (`{value}`)"

    def _actor(self, name: str) -> str:
        """The register's name of an actor; the examples name it as texts do."""
        if name == NOTHING:
            return self._words["not_told"]
        row = next(r for r in self._sources.seeds["actors.csv"] if r["name_ar"] == name)
        return row["name_en"] if self._language == "en" else row["label_ar"] or name

    # ── figures ──

    def _figure(self, name: str) -> str:
        return figures.figure(self._sources.scoreboard, self._sources.unread, name)

    def _count(self, what: str) -> str:
        """Examples in all, and those that are read as the rules want them."""
        examples = self._sources.examples
        of = {"examples": len(examples), "read_right": sum(e.read_right for e in examples)}
        return str(of[what])

    def _fields_right(self) -> str:
        words = self._words
        return _table(
            (words["field"], words["accuracy"], words["of"]),
            (
                (self._term("field", name), figures.percent(right / n) if n else "–", str(n))
                for name, right, n in figures.fields(self._sources.unread)
            ),
        )

    def _slices(self, by: str) -> str:
        words = self._words
        named = words["type"] if by == "by_type" else words["country"]
        return _table(
            (named, words["labelled"], words["recall"], words["recorded"], words["precision"]),
            (
                (
                    self._named(by, value),
                    str(part.main),
                    figures.percent(part.same / part.main) if part.validated else words["few"],
                    str(part.predicted),
                    figures.percent(part.right / part.predicted) if part.validated else "–",
                )
                for value, part in figures.slices(self._sources.unread, by)
            ),
        )

    def _named(self, by: str, value: str) -> str:
        if by == "by_type":
            return f"{self._label('event_types', value)} (`{value}`)"
        for row in self._sources.seeds["places/countries.csv"]:
            if row["code"] == value:
                return row[f"name_{self._language}"]
        return value

    def _linking_measured(self) -> str:
        words = self._words
        names = {"read": words["read"], "labelled": words["as_labelled"]}
        return _table(
            (words["kind"], words["pair_p"], words["pair_r"], words["b3"]),
            (
                (names[kind], *map(figures.percent, measured))
                for kind, *measured in figures.linking(self._sources.scoreboard)
            ),
        )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)
