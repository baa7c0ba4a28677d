"""`sijill ingest`: pages, web archives, feeds and tables → landing batches."""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer
from rich.table import Table

from warehouse.cli.console import out, progress_bar, terminal_safe
from warehouse.core.errors import EXIT_OK, EXIT_WARNINGS, IngestRefused
from warehouse.core.settings import Settings, get_settings

if TYPE_CHECKING:
    from intake.crew import Crew
    from intake.dates import DayOrder
    from intake.items import Item
    from intake.opening import Found
    from warehouse.core.progress import Progress
    from warehouse.landing.ingest import IngestReport, IngestRequest

ingest_app = typer.Typer(
    help="""Turn pages, web archives, feeds and tables into landing batches (docs/ingest.md).

    Say what you have. With --dry-run you see what would become of it, and nothing is written.

    sijill ingest html crawl/ --dry-run

    sijill ingest warc crawl-00001.warc.gz --date 2026-11-21

    sijill ingest feed feeds/

    sijill ingest csv monitor.csv --map text=body --map published_at=date --map url=link
    """,
    no_args_is_help=True,
)

_TRYING, _BATCHES, _READING = "Dry runs and output", "Which batch", "What the files do not say"


@dataclass(frozen=True, slots=True)
class Shared:
    """The options of every `sijill ingest`."""

    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="only say what would land, and show 3 records",
            rich_help_panel=_TRYING,
        ),
    ] = False
    json_: Annotated[
        bool,
        typer.Option(
            "--json", help="for programs: the summary as one JSON object", rich_help_panel=_TRYING
        ),
    ] = False
    date: Annotated[
        str | None,
        typer.Option(
            help="one batch for all, as 2026-11-21; default: each article in that of its own day",
            rich_help_panel=_BATCHES,
        ),
    ] = None
    open_: Annotated[
        bool,
        typer.Option(
            "--open",
            help="more will come: new batches are not closed with _SUCCESS",
            rich_help_panel=_BATCHES,
        ),
    ] = False
    name: Annotated[
        str,
        typer.Option(
            help="what the files that land are called; default: as the input",
            rich_help_panel=_BATCHES,
        ),
    ] = ""
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="put this run in the place of the earlier one of its name",
            rich_help_panel=_BATCHES,
        ),
    ] = False
    outlet: Annotated[
        str,
        typer.Option(
            help="whose articles these are; default: read from each address",
            rich_help_panel=_READING,
        ),
    ] = ""
    date_order: Annotated[
        str,
        typer.Option(
            "--date-order",
            help="dmy | mdy: how to read dates such as 03/04/2026",
            rich_help_panel=_READING,
        ),
    ] = ""


Jobs = Annotated[
    int, typer.Option(min=1, help="processes that read pages", show_default="a core each")
]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: With so many batches a hint to use one batch is shown, since each batch is a night.
MANY_BATCHES = 31
_CORES = os.cpu_count() or 1
_SHOWN_FILES, _SHOWN_CHARS = 20, 300


def _with_shared_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of `Shared` after its own; it gets them as one value."""
    annotations = get_type_hints(Shared, include_extras=True)
    options = [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=one.default,
            annotation=annotations[one.name],
        )
        for one in fields(Shared)
    ]
    own = get_type_hints(command, include_extras=True)
    parameters = [
        one.replace(annotation=own[name])
        for name, one in inspect.signature(command).parameters.items()
        if name != "shared"
    ]

    @wraps(command)
    def called(**given: Any) -> None:  # noqa: ANN401 - whatever the command line gives
        shared = Shared(**{one.name: given.pop(one.name) for one in options})
        command(**given, shared=shared)

    signature = inspect.Signature([*parameters, *options])
    called.__signature__ = signature  # type: ignore[attr-defined]
    called.__annotations__ = {one.name: one.annotation for one in signature.parameters.values()}
    return called


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(ingest_app, name="ingest")


@ingest_app.command()
@_with_shared_options
def html(
    folder: Annotated[Path, typer.Argument(help="the folder; pages may be packed")],
    base_url: Annotated[
        str, typer.Option(help="the folder's address, for pages that do not name their own")
    ] = "",
    mirror: Annotated[
        bool, typer.Option("--mirror", help="first folders are hosts' names, as of wget -r")
    ] = False,
    jobs: Jobs = _CORES,
    *,
    shared: Shared,
) -> None:
    """A folder of HTML pages, as a crawler left it.

    sijill ingest html crawl/ --dry-run

    sijill ingest html crawl/ --date 2026-11-21

    sijill ingest html sites/ --mirror --outlet almada
    """
    if not folder.is_dir():
        raise IngestRefused(f"there is no folder {folder}", "name the folder that holds the pages")
    if base_url and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", base_url):
        raise IngestRefused(f"{base_url!r} is no address", "such as https://news.example/archive")
    with _reading():
        from intake.pages import PageOptions, read_pages

        options = PageOptions(base_url, mirror, _order(shared.date_order))
        _ingest("html", [folder], shared, jobs, lambda crew: read_pages(folder, options, crew))


@ingest_app.command()
@_with_shared_options
def warc(
    files: Annotated[list[Path], typer.Argument(help="WARC files, packed or not, or folders")],
    jobs: Jobs = _CORES,
    *,
    shared: Shared,
) -> None:
    """Web archives (WARC): the pages that they hold.

    sijill ingest warc crawl-00001.warc.gz crawl-00002.warc.gz --date 2026-11-21
    """
    found, order = _named(files), _order(shared.date_order)
    with _reading():
        from intake.warc import read_warcs

        _ingest("warc", files, shared, jobs, lambda crew: read_warcs(found, order, crew))


@ingest_app.command()
@_with_shared_options
def feed(
    files: Annotated[list[Path], typer.Argument(help="RSS or Atom files, or folders of them")],
    *,
    shared: Shared,
) -> None:
    """RSS and Atom documents that were kept as files: their entries.

    An entry is read by its content where the feed has it, else by its summary.

    sijill ingest feed feeds/ --date 2026-11-21
    """
    found, order = _named(files), _order(shared.date_order)
    with _reading():
        from intake.feeds import read_feeds

        _ingest("feed", files, shared, 1, lambda crew: read_feeds(found, order, crew))


@ingest_app.command("csv")
@_with_shared_options
def csv_(
    file: Annotated[Path, typer.Argument(help="a CSV file with a header, packed or not")],
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD=COLUMN; fields: url source published_at text title id"
                     " language"),
    ] = None,
    delimiter: Annotated[str, typer.Option(help="default: read from the header")] = "",
    encoding: Annotated[str, typer.Option(help="default: guessed from the bytes")] = "",
    *,
    shared: Shared,
) -> None:  # fmt: skip
    """A table of articles (CSV): --map says which column is what.

    All other columns are kept with the article.

    sijill ingest csv monitor.csv --map text=body --map published_at=date --map url=link --dry-run
    """
    [found] = _named([file])
    with _reading():
        from intake.tables import ColumnsMissing, TableOptions, read_table

        options = TableOptions(
            _columns(map_ or []),
            _delimiter(delimiter),
            _encoding(encoding),
            _order(shared.date_order),
        )
        try:
            _ingest("csv", [file], shared, 1, lambda crew: read_table(found, options, crew))
        except ColumnsMissing as failure:
            columns = ", ".join(failure.header)[:500]
            raise IngestRefused(
                terminal_safe(f"no column, or more than one, for {failure}; there are: {columns}"),
                "--map published_at=COLUMN names the column that holds a field",
            ) from failure


# --- what is asked for ------------------------------------------------------------------------


@contextmanager
def _reading() -> Iterator[None]:
    """Adds what to install where a reader's library is missing."""
    try:
        yield
    except ModuleNotFoundError as failure:
        raise IngestRefused(
            f"reading this wants {failure.name}, which is not installed",
            "make install, or: pip install -c constraints.txt -e '.[ingest]'",
        ) from failure


def _named(paths: list[Path]) -> list[Found]:
    from intake.opening import named

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise IngestRefused(f"there is no {missing[0]}", "name files or folders that are there")
    found = named(paths)
    if not found:
        raise IngestRefused(f"{paths[0]} holds no file", "name the folder that holds the files")
    return found


def _order(given: str) -> DayOrder | None:
    if given in {"dmy", "mdy"}:
        return "dmy" if given == "dmy" else "mdy"
    if given:
        raise IngestRefused(f"{given!r} is no order of day and month", "--date-order dmy or mdy")
    return None


def _columns(assignments: list[str]) -> dict[str, str]:
    from intake.tables import FIELDS

    columns: dict[str, str] = {}
    for one in assignments:
        field, equals, column = (part.strip() for part in one.partition("="))
        if not equals or not column or field not in FIELDS:
            raise IngestRefused(
                f"--map {one!r} names no field and column",
                f"such as --map text=body; fields: {', '.join(FIELDS)}",
            )
        if columns.setdefault(field, column) != column:
            raise IngestRefused(f"--map names two columns for {field}", "give one of them")
    return columns


def _delimiter(given: str) -> str:
    given = {"tab": "\t", "\\t": "\t"}.get(given, given)
    if len(given) > 1:
        raise IngestRefused(f"{given!r} is no delimiter", "one character, or tab")
    return given


def _encoding(given: str) -> str:
    from intake.decoding import encoding_named

    if not given:
        return ""
    name = encoding_named(given)
    if name is None:
        raise IngestRefused(
            f"{given!r} is no encoding that is read here", "utf-8, windows-1256, iso-8859-6, utf-16"
        )
    return name


def _named_after(kind: str, paths: list[Path]) -> str:
    """The files' name: the kind and the input's own name, as far as any system can have it."""
    one = paths[0].resolve() if len(paths) == 1 else _common_folder(paths)
    own = one.name.split(".")[0] if len(paths) == 1 and not one.is_dir() else one.name
    safe = re.sub(r"[^A-Za-z0-9_-]+", "-", own).strip("-_")[:60]
    if safe != own:
        safe = f"{safe}-{hashlib.sha256(own.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
    return f"{kind}-{safe.strip('-')}"


def _common_folder(paths: list[Path]) -> Path:
    return Path(os.path.commonpath([path.resolve().parent for path in paths]))


# --- doing it ---------------------------------------------------------------------------------


def _ingest(
    kind: str,
    paths: list[Path],
    shared: Shared,
    jobs: int,
    read: Callable[[Crew], Iterator[Item]],
) -> None:
    from intake.crew import Crew
    from warehouse.core.batch_dates import parse_batch_date
    from warehouse.landing.ingest import IngestRequest, ingest

    settings = get_settings()
    name = shared.name or _named_after(kind, paths)
    if not _NAME.fullmatch(name):
        raise IngestRefused(f"{name!r} is no name for a file", "letters a-z, digits, - and _")
    request = IngestRequest(
        name=name,
        today=dt.datetime.now(settings.zone).date(),
        batch_date=parse_batch_date(shared.date) if shared.date else None,
        outlet=shared.outlet,
        of_pages=kind == "html",
        replace=shared.replace,
        dry_run=shared.dry_run,
        close=not shared.open_,
    )
    with Crew(jobs) as crew, progress_bar() as progress:
        report = ingest(settings, _counted(read(crew), progress), request)
    if shared.json_:
        out.print(json.dumps(report.to_json(), ensure_ascii=False), markup=False)
    else:
        _print(report, settings, request)
    raise typer.Exit(EXIT_WARNINGS if report.set_aside else EXIT_OK)


def _counted(items: Iterator[Item], progress: Progress) -> Iterator[Item]:
    for number, item in enumerate(items, start=1):
        progress("reading", number, 0)
        yield item


def _print(report: IngestReport, settings: Settings, request: IngestRequest) -> None:
    counts = [
        (report.set_aside, "set aside"),
        (report.superseded, "superseded by a later capture"),
        (report.repeated, "repeated"),
        (report.passed_over, "passed over, no articles"),
    ]
    others = "".join(f", {number} {what}" for number, what in counts if number)
    lands = "would land" if request.dry_run else "landed"
    out.print(f"{report.read} records read: {report.landed} {lands}{others}", markup=False)
    _print_files(report)
    for example in report.examples:
        place = f"{example['source_file']}:{example['source_record']}"
        line = f"  {place}  {example['reason']}: {example['detail']}"
        out.print(terminal_safe(line).replace("\n", " "), markup=False)
    for sample in report.samples if request.dry_run else []:
        out.print("")
        for name in ("url", "source", "published_at", "title", "text"):
            value = " ".join(str(sample.get(name, "")).split())
            short = value if len(value) <= _SHOWN_CHARS else f"{value[:_SHOWN_CHARS]} …"
            out.print(f"  {name:13} {terminal_safe(short)}", markup=False)
    _print_batches(report, settings, request)
    if report.set_aside_file:
        out.print(f"reasons    {report.set_aside_file}", markup=False)
    _print_unknown(report, settings)


def _print_files(report: IngestReport) -> None:
    """Print the outcome of each file; where there are many, their sum."""
    files = report.files
    table = Table("folder" if report.of_pages else "file", "articles", "set aside", "else")
    groups = [(name, [name]) for name in files]
    if len(files) > _SHOWN_FILES:
        groups = [(f"{len(files)} files", files)]
    for shown, names in groups:
        table.add_row(
            terminal_safe(shown),
            str(sum(report.articles[name] for name in names)),
            _summed(report.reasons, names),
            _summed(report.kinds, names),
        )
    if files:
        out.print(table)


def _summed(counts: Mapping[str, Counter[str]], names: list[str]) -> str:
    total: Counter[str] = Counter()
    for name in names:
        total.update(counts.get(name, {}))
    return terminal_safe(", ".join(f"{total[what]} {what}" for what in sorted(total)))


def _print_batches(report: IngestReport, settings: Settings, request: IngestRequest) -> None:
    batches = report.batches
    if not batches:
        out.print("no batch was touched", markup=False)
        return
    for batch in batches if len(batches) <= _SHOWN_FILES else [batches[0], batches[-1]]:
        wait = "" if batch.is_complete or request.dry_run else "; not complete yet"
        out.print(
            f"{batch.day}  {batch.articles} articles, {batch.state}{wait}: {batch.file}",
            markup=False,
        )
    if len(batches) > _SHOWN_FILES:
        out.print(f"{len(batches)} batches, the first and the last of them shown", markup=False)
    if len(batches) > MANY_BATCHES and request.batch_date is None:
        out.print("each batch is a night of its own; --date puts all into one", style="yellow")
    if any(not batch.is_complete for batch in batches) and not request.dry_run:
        out.print(
            f"a batch without _SUCCESS is complete {settings.quiet_minutes} minutes after its last"
            " change",
            markup=False,
        )
    if not request.dry_run and any(batch.state != "unchanged" for batch in batches):
        first, last = batches[0].day, batches[-1].day
        which = f"--date {first}" if first == last else f"--from {first} --to {last}"
        out.print(f"next       sijill night {which}", markup=False)


def _print_unknown(report: IngestReport, settings: Settings) -> None:
    if not report.unknown_outlets:
        return
    names = [f"{name} ({count})" for name, count in report.unknown_outlets.most_common(10)]
    more = len(report.unknown_outlets) - len(names)
    out.print(
        "not in the register of outlets, kept by name, times without a zone taken for those of"
        f" {settings.timezone}: {terminal_safe(', '.join(names))}"
        + (f" and {more} more" if more else ""),
        style="yellow",
        markup=False,
    )
    out.print(
        "  → a row of seeds/outlets.csv with the host among its aliases makes an outlet known;"
        " --outlet names it for one run",
        markup=False,
    )
