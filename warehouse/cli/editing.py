"""`sijill review` and `sijill corrections`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from warehouse.cli.console import err, print_json
from warehouse.cli.options import (
    Format,
    JsonObject,
    JsonRows,
    Speaks,
    desk,
    form,
    print_message,
    print_translated,
)
from warehouse.core.errors import SettingsError
from warehouse.core.settings import get_settings
from warehouse.core.translations import Language, error_words, translate, translated_cell

if TYPE_CHECKING:
    from warehouse.night.preview import Change


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(corrections_app, name="corrections")
    app.command()(review)


corrections_app = typer.Typer(
    help="What editors have put right: list, check, preview.", no_args_is_help=True
)
#: what an editor is shown of a held incident
_HELD = (
    "incident_id", "occurred_on", "event_type", "place_name", "admin1_code", "country_code",
    "perpetrator_name", "killed_low", "killed_best", "killed_high", "wounded_best", "quote",
    "primary_title", "primary_url",
)  # fmt: skip


@corrections_app.command("list")
def list_corrections(
    format_: Format = "table", json_: JsonRows = False, language: Speaks = None
) -> None:
    """All corrections with whether they are in force.

    sijill corrections list --language ar
    """
    from warehouse.editing.corrected_fields import COLUMNS, active
    from warehouse.editing.corrections import read_corrections

    with desk(language) as speaks:
        rows = read_corrections(get_settings())
        in_force = {row.correction_id for row in active(rows)}
        print_translated(
            speaks,
            ["in_force", *COLUMNS],
            [
                (
                    "yes" if row.correction_id in in_force else "no",
                    *(getattr(row, name) for name in COLUMNS),
                )
                for row in rows
            ],
            form(format_, json_),
        )


@corrections_app.command("check")
def check_corrections(json_: JsonObject = False, language: Speaks = None) -> None:
    """Whether all corrections can be applied; every fault is listed.

    sijill corrections check
    """
    from warehouse.editing.corrections import check, read_corrections
    from warehouse.store.database import open_writer
    from warehouse.store.register_copies import load_register

    settings = get_settings()
    with desk(language) as speaks:
        rows = read_corrections(settings)
        with open_writer(settings) as connection:
            load_register(settings, connection)
            check(settings, connection, rows)
        if json_:
            print_json({"corrections": len(rows)})
        else:
            print_message(speaks, "check.fine", count=len(rows))


@corrections_app.command("preview")
def preview_corrections(
    file: Annotated[
        Path | None, typer.Argument(help="a file that is not in corrections/ yet")
    ] = None,
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """What would change with the next night, incident by incident, before and after.

    sijill corrections preview

    sijill corrections preview drafts/mosul.csv
    """
    from warehouse.night.preview import preview_corrections as preview

    with desk(language) as speaks:
        shape = form(format_, json_)
        # a program reads the codes, a person the words
        columns, rows = _change_rows(
            preview(get_settings(), file), speaks if shape == "table" else "en"
        )
        print_translated(speaks, columns, rows, shape)
        if not rows:
            print_message(speaks, "preview.empty", to=err)


def review(  # noqa: PLR0917 - an option each
    limit: Annotated[int, typer.Option(min=1, help="how many items")] = 20,
    held: Annotated[
        bool, typer.Option("--held", help="answer what is held one by one, a key each; needs --by")
    ] = False,
    confirm: Annotated[str | None, typer.Option(help="an incident that is right as it is")] = None,
    retract: Annotated[str | None, typer.Option(help="an incident that is none")] = None,
    merge: Annotated[
        tuple[str, str] | None, typer.Option(help="an incident, and the one that it is part of")
    ] = None,
    set_: Annotated[
        tuple[str, str, str] | None,
        typer.Option("--set", help="an incident, a field and its right value"),
    ] = None,
    by: Annotated[str, typer.Option(help="who says so")] = "",
    second: Annotated[str, typer.Option(help="who has seen it too (merge, retract)")] = "",
    reason: Annotated[str, typer.Option(help="why")] = "",
    format_: Format = "table",
    json_: JsonRows = False,
    language: Speaks = None,
) -> None:
    """What most deserves a human look; with an answer, write it as a correction.

    Reports of readers in corrections/reports/ come first, then what is held, the largest toll
    first. A rejection needs a second name.

    sijill review --language ar

    sijill review --held --by Nour --second Omar

    sijill review --confirm inc_321cdc7c42365b72d3e6 --by Nour --reason "read both reports"
    """
    with desk(language) as speaks:
        answers = [a for a in (confirm, retract, merge, set_) if a is not None]
        if held:
            if answers or not by:
                raise SettingsError(*error_words("held_alone"))
            _answer_held(speaks, limit, by, second)
            return
        if not answers:
            _ask(speaks, limit, form(format_, json_))
            return
        if len(answers) > 1:
            raise SettingsError(*error_words("one_answer"))
        if not by or not reason:
            raise SettingsError(*error_words("name_and_reason"))
        correction = {"action": "confirm", "subject": confirm or ""}
        if retract:
            correction = {"action": "retract", "subject": retract}
        elif merge:
            correction = {"action": "merge", "subject": merge[0], "other": merge[1]}
        elif set_:
            correction = {"action": "set", "subject": set_[0], "field": set_[1], "value": set_[2]}
        _answer(
            speaks, correction | {"made_by": by, "second_by": second, "reason": reason}, json_=json_
        )


def _answer_held(speaks: Language, limit: int, by: str, second: str) -> None:
    """Show each held incident with its words, and take one key as the answer."""
    from warehouse.desk.review import answer, questions
    from warehouse.desk.show import show as shown_now

    settings, today = get_settings(), dt.datetime.now(dt.UTC).date()
    items = questions(settings, limit, why="held")
    actions, counts = {"c": "confirm", "r": "retract"}, {"confirm": 0, "retract": 0}
    for item in items:
        fields = dict(shown_now(settings, item.incident_id).fields)
        rows: list[tuple[str, object]] = [("why", item.described(speaks))]
        rows += [
            (name, translated_cell(speaks, name, fields[name])) for name in _HELD if name in fields
        ]
        print_translated(speaks, ["field", "value"], rows, "table")
        print_message(speaks, "held.keys")
        key = ""
        while key not in {*actions, "s", "q"}:
            key = click.getchar().lower()
        if key == "q":
            break
        if key in actions:
            reason = translate(speaks, "held.reason", what=item.described(speaks))
            answer(
                settings, action=actions[key], subject=item.incident_id, made_by=by,
                made_on=today, reason=reason, second_by=second if key == "r" else "",
            )  # fmt: skip
            counts[actions[key]] += 1
    left = len(items) - sum(counts.values())
    print_message(
        speaks, "held.done", confirmed=counts["confirm"], rejected=counts["retract"], left=left
    )


def _ask(speaks: Language, limit: int, format_: str) -> None:
    from warehouse.desk.review import questions

    asked = questions(get_settings(), limit)
    # a program reads the codes, a person the words
    whys = [item.why for item in asked]
    if format_ == "table":
        whys = [translate(speaks, f"why.{why}") for why in whys]
    rows = [
        (why, item.incident_id, item.other, item.described(speaks))
        for why, item in zip(whys, asked, strict=True)
    ]
    print_translated(speaks, ["why", "incident", "other", "told"], rows, format_)
    if not rows and format_ == "table":
        print_message(speaks, "list.empty")


def _answer(speaks: Language, correction: Mapping[str, str], *, json_: bool) -> None:
    from warehouse.desk.review import answer

    today = dt.datetime.now(dt.UTC).date()
    correction_id, path = answer(get_settings(), made_on=today, **correction)
    if json_:
        print_json({"correction_id": correction_id, "file": str(path)})
        return
    print_message(speaks, "answer.written", id=correction_id, path=path)
    print_message(speaks, "answer.next")


def _change_rows(
    changed: Sequence[Change], language: Language
) -> tuple[list[str], list[tuple[object, ...]]]:
    rows: list[tuple[object, ...]] = []
    for change in changed:
        if change.change != "changed":
            rows.append(
                (change.incident_id, change.change, change.reasons, "", "", change.successor_id)
            )
        else:
            rows += [
                (
                    change.incident_id,
                    change.change,
                    change.reasons,
                    name,
                    translated_cell(language, name, change.before.get(name)),
                    translated_cell(language, name, change.after.get(name)),
                )
                for name in change.after
            ]
    return ["incident", "change", "reasons", "field", "before", "after"], rows
