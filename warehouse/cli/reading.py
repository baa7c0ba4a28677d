"""`sijill` commands about how articles are read, and how well."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.console import err, out, print_json
from warehouse.cli.options import (
    JsonObject,
)
from warehouse.cli.root import app
from warehouse.core.errors import SettingsError
from warehouse.core.settings import Settings, get_settings


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(models)
    app.command()(evaluate)
    app.command()(ablation)
    app.command()(docs)
    app.command("dbt-docs")(dbt_docs)


def models(
    download: Annotated[bool, typer.Option(help="get Stanza's official Arabic models")] = False,
    json_: JsonObject = False,
) -> None:
    """Which language models are here; get the official ones.

    sijill models

    sijill models --download
    """
    from extractors.nlp.registry import load_recogniser

    if download:
        from extractors.nlp.download import download_official

        err.print(str(download_official()), markup=False)
    recogniser = load_recogniser(get_settings().recogniser)
    if json_:
        print_json({"recogniser": recogniser.name if recogniser else None})
        return
    out.print(recogniser.name if recogniser else "no language model: rules and lexicons only")


def evaluate(
    shared: Annotated[Path | None, typer.Option(help="a folder of other labelled articles")] = None,
    errors: Annotated[int, typer.Option(help="show this many errors of each read set")] = 0,
    write: Annotated[bool, typer.Option(help="replace the committed scoreboard")] = False,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="score the sealed sets: once a version, logged")
    ] = False,
    against: Annotated[
        str | None, typer.Option(help="another git revision to compare with, by a paired test")
    ] = None,
) -> None:
    """Score the extractors on the labelled articles.

    sijill evaluate --errors 20

    sijill evaluate --against HEAD~1

    sijill evaluate --sealed
    """
    if (sealed or against) and (shared or errors or write or (sealed and against)):
        raise SettingsError("--sealed and --against go with no other option", "name one of them")
    settings = get_settings()
    if sealed:
        _evaluate_sealed(settings)
    elif against:
        from warehouse.desk.contests import contest_with

        out.print(str(contest_with(settings, against)), markup=False)
    else:
        _evaluate_open(settings, shared, errors, write=write)


def _evaluate_sealed(settings: Settings) -> None:
    from evaluation.run import evaluate_sealed
    from evaluation.scoreboard_page import field_section
    from extractors.nlp.registry import load_recogniser
    from warehouse.desk.revisions import clean_revision

    scoring = evaluate_sealed(
        settings.project_root,
        load_recogniser(settings.recogniser),
        revision=clean_revision(settings.project_root),
        today=dt.datetime.now(settings.zone).date(),
    )
    out.print("\n".join(field_section(scoring)), markup=False)
    docs()
    err.print("commit evaluation/sealed_log.jsonl and the pages that quote it", markup=False)


def _evaluate_open(settings: Settings, shared: Path | None, errors: int, *, write: bool) -> None:
    from evaluation.run import evaluate_project
    from extractors.nlp.registry import load_recogniser

    result = evaluate_project(
        settings.project_root,
        load_recogniser(settings.recogniser),
        shared=shared,
        errors=errors,
        write=write,
    )
    out.print(str(result), markup=False)
    if write:
        # the codebook quotes the scoreboard
        docs()
    if result.drop:
        raise result.drop


def ablation() -> None:
    """Measure what the own name tagger adds to the rules, and write docs/ablation.md.

    sijill ablation
    """
    from evaluation.ablation import write_page
    from extractors.nlp.own import OwnRecogniser

    out.print(str(write_page(get_settings().project_root, OwnRecogniser())), markup=False)


def docs(
    check: Annotated[bool, typer.Option(help="fail where a page is out of date")] = False,
) -> None:
    """Write the generated pages of docs/ again.

    sijill docs --check
    """
    from warehouse.cli.page import command_page
    from warehouse.docs.generated_pages import stale_pages, write_pages

    settings = get_settings()
    commands = command_page(app)
    if not check:
        for page in write_pages(settings, commands):
            out.print(str(page), markup=False)
        return
    stale = stale_pages(settings, commands)
    if stale:
        names = ", ".join(str(page) for page in stale)
        raise SettingsError(f"out of date: {names}", "run `make docs` and commit the result")


def dbt_docs() -> None:
    """Write dbt's own documentation of all models and their lineage as one page.

    sijill dbt-docs
    """
    from warehouse.steps.transform import generate_docs

    out.print(str(generate_docs(get_settings())), markup=False)
