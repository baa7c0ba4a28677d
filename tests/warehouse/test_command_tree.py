"""Every command has help, examples that it would accept, and options that say what they do."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import pytest
import typer

from tests.command_kit import run
from warehouse.cli.app import PANELS, app
from warehouse.cli.page import Command, command_page, commands
from warehouse.core.settings import PROJECT_ROOT

EVERY = {one.name: one for one in commands(app)}
ALL = pytest.mark.parametrize("name", sorted(EVERY))


def test_no_command_is_forgotten() -> None:
    assert len(EVERY) > 35
    assert {"sijill night", "sijill corrections preview", "sijill ingest html"} <= EVERY.keys()


@ALL
def test_a_command_says_what_it_does_and_how_it_is_called(name: str) -> None:
    command = EVERY[name]
    assert command.help
    assert command.help[0].endswith((".", ")"))
    assert command.examples
    for param in command.typer_command.params:
        assert getattr(param, "help", None), f"{name}: {param.opts} says nothing"


@ALL
def test_an_example_is_one_that_the_command_takes(name: str) -> None:
    for example in EVERY[name].examples:
        words = shlex.split(example)
        assert " ".join(words).startswith(name), example
        accepted(EVERY[name], words[len(name.split()) :])


def accepted(command: Command, arguments: list[str]) -> None:
    """Typer's own reading of the arguments. Raises where it would refuse them."""
    command.typer_command.make_context(command.name, arguments)


def test_an_example_with_an_option_that_is_gone_would_be_told() -> None:
    with pytest.raises(Exception, match="No such option"):
        accepted(EVERY["sijill changes"], ["--until", "2026-11-21"])


@ALL
def test_help_is_shown(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *name.split()[1:], "--help") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert EVERY[name].examples[0].split(" --")[0] in shown


def test_the_help_shows_each_command_in_one_panel_the_first_steps_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    placed = [name for names in PANELS.values() for name in names]
    assert sorted(placed) == sorted({one.path[0] for one in EVERY.values()})
    assert run(monkeypatch, "--help") == 0
    shown = capsys.readouterr().out
    at = [shown.index(f"─ {panel} ─") for panel in PANELS]
    assert at == sorted(at)
    assert shown.index(" samples ") < shown.index(" night ") < shown.index(" rebuild ")


def test_groups_say_what_they_hold() -> None:
    root = typer.main.get_command(app)
    groups = [child for child in root.commands.values() if hasattr(child, "commands")]  # type: ignore[attr-defined]
    assert {group.name for group in groups} == {"corrections", "register", "ingest", "redact"}
    assert all(group.help for group in groups)


def test_what_all_of_a_group_share_is_told_once() -> None:
    ingests = [one for one in EVERY.values() if one.path[0] == "ingest"]
    shared = [
        {panel: [param.opts for param in params] for panel, params in one.shared_panels.items()}
        for one in ingests
    ]
    assert ["--dry-run"] in next(iter(shared[0].values()))
    assert all(panels == shared[0] for panels in shared)
    page = command_page(app)
    for option in ("--dry-run", "--date-order", "--replace"):
        assert page.count(f"| `{option}` |") == 1


def test_the_help_of_ingest_begins_with_examples_that_work() -> None:
    root = typer.main.get_command(app)
    typer_command = root.commands["ingest"].help  # type: ignore[attr-defined]
    examples = [
        line.strip() for line in typer_command.splitlines() if line.strip().startswith("sijill ")
    ]
    assert {example.split()[2] for example in examples} == {"html", "warc", "feed", "csv"}
    for example in examples:
        _, _, kind, *arguments = shlex.split(example)
        accepted(EVERY[f"sijill ingest {kind}"], arguments)


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("sijill corr", "corrections"),
        ("sijill register ve", "verify"),
        ("sijill find --js", "--json"),
    ],
)
def test_a_shell_completes_commands_and_options(line: str, completed: str) -> None:
    words = line.split()
    ended = subprocess.run(
        [sys.executable, "-m", "warehouse"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ
        | {
            "_SIJILL_COMPLETE": "complete_bash",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        },
    )
    assert completed in ended.stdout.split(), ended.stderr


def test_the_version_is_told(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--version") == 0
    assert capfd.readouterr().out.startswith("sijill 0.")
