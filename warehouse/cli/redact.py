"""`sijill redact` and `sijill redactions`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.console import err, out, print_rows, progress_bar
from warehouse.cli.options import Format, JsonRows, form
from warehouse.core.errors import RedactionRefused
from warehouse.core.settings import get_settings

if TYPE_CHECKING:
    from warehouse.redaction.redact import Preview

redact_app = typer.Typer(
    help="Take a text, an outlet or a name out of everything that is kept or published. It cannot"
    " be undone, keeps all counts, and is logged (docs/redaction.md).",
    no_args_is_help=True,
)
By = Annotated[str, typer.Option("--by", help="who does it")]
Second = Annotated[str, typer.Option("--second", help="who has seen it too")]
Why = Annotated[
    str, typer.Option("--why", help="the reason, as the log and the published table say")
]
OnlyPreview = Annotated[
    bool, typer.Option("--preview", help="only show what would be touched, by place")
]
Yes = Annotated[bool, typer.Option("--yes", help="do not ask once more")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(redact_app, name="redact")
    app.command()(redactions)


@redact_app.command()
def article(  # noqa: PLR0917 - an option each
    ids: Annotated[list[str], typer.Argument(help="article_id of each article")],
    by: By = "",
    second: Second = "",
    why: Why = "",
    preview: OnlyPreview = False,
    yes: Yes = False,
) -> None:
    """Text, title, address and quotes of articles, in all their versions.

    sijill redact article 3f2a9c17 --preview

    sijill redact article 3f2a9c17 --by Nour --second Sami --why "court order"
    """
    _redact("article", tuple(ids), by, second, why, preview=preview, yes=yes)


@redact_app.command()
def outlet(  # noqa: PLR0917 - an option each
    code: Annotated[str, typer.Argument(help="outlet_id, or the name that records give it")],
    by: By = "",
    second: Second = "",
    why: Why = "",
    preview: OnlyPreview = False,
    yes: Yes = False,
) -> None:
    """All articles of an outlet; what comes of it later counts and shows nothing.

    sijill redact outlet almada --preview
    """
    _redact("outlet", (code,), by, second, why, preview=preview, yes=yes)


@redact_app.command()
def name(  # noqa: PLR0917 - an option each
    name: Annotated[str, typer.Argument(help="the person's name in full")],
    also: Annotated[
        list[str] | None, typer.Option("--also", help="another spelling, in any script")
    ] = None,
    by: By = "",
    second: Second = "",
    why: Why = "",
    preview: OnlyPreview = False,
    yes: Yes = False,
) -> None:
    """A person's name, however it is spelt, also where it is attached to a preposition.

    sijill redact name "سالم عبد الكريم الراوي" --also "Salem al-Rawi" --preview
    """
    _redact("name", (name, *(also or ())), by, second, why, preview=preview, yes=yes)


@redact_app.command()
def quotes(  # noqa: PLR0917 - an option each
    before: Annotated[
        str,
        typer.Option("--before", help="the first version whose quotes are right, or its number"),
    ],
    by: By = "",
    second: Second = "",
    why: Why = "",
    preview: OnlyPreview = False,
    yes: Yes = False,
) -> None:
    """Names that older versions show and today's extractors mask: in quotes, titles, addresses.

    sijill redact quotes --before 7 --preview
    """
    _redact("quotes", (before,), by, second, why, preview=preview, yes=yes)


def redactions(format_: Format = "table", json_: JsonRows = False) -> None:
    """What was taken out, when, by whom and why; never the words.

    sijill redactions --json
    """
    from warehouse.store.redaction_log import read_log

    print_rows(
        ["redaction", "at", "kind", "subject", "articles", "by", "second", "why"],
        [
            (
                e.redaction_id, e.redacted_at, e.kind, e.subject_hash, e.articles, e.by, e.second,
                e.reason,
            )
            for e in read_log(get_settings())
        ],
        form(format_, json_),
    )  # fmt: skip


def _redact(
    kind: str,
    targets: tuple[str, ...],
    by: str,
    second: str,
    why: str,
    *,
    preview: bool,
    yes: bool,
) -> None:
    from warehouse.redaction import redact
    from warehouse.redaction.plan import RedactionRequest, read_pending

    settings = get_settings()
    now = dt.datetime.now(settings.zone)
    if preview:
        # a preview needs neither a reason nor two names
        asked = RedactionRequest(kind, targets, by or "-", second or "--", why or "-")
        seen = redact.preview(settings, asked, now=now)
        _show(seen)
        return
    asked = RedactionRequest(kind, targets, by, second, why)
    if read_pending(settings) is None and not yes:
        _show(redact.preview(settings, asked, now=now))
        if not err.is_terminal:
            raise RedactionRefused("nobody is there to be asked", "give --yes")
        if not typer.confirm("It cannot be undone. Take it out?", err=True):
            raise typer.Exit(1)
    with progress_bar() as progress:
        done = redact.redact(settings, asked, progress, now=now)
    out.print(
        f"{done.redaction_id}: {done.kind}, {done.articles} versions of articles;"
        " no file holds it any more",
        markup=False,
    )
    out.print("copies that others made are theirs to clean: docs/redaction.md")


def _show(seen: Preview) -> None:
    counts: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for one in seen.found:
        counts[one.place] += one.count
        files[one.place] += 1
    print_rows(
        ["place", "files", "values or lines"],
        [
            ("versions of articles", "", len(seen.articles)),
            *((place, files[place], counts[place]) for place in files),
        ],
        "table",
    )
    if seen.reprints:
        out.print(
            "the same text stands in articles that would stay: " + ", ".join(seen.reprints),
            markup=False,
        )
