"""docs/cli.md: every command with its options and an example, written from the commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import typer

from extractors.errors import SijillError
from warehouse.core.errors import EXIT_WARNINGS
from wording.templating import text_templates

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Command:
    """One command: its words after `sijill`, and Typer's own object."""

    path: tuple[str, ...]
    typer_command: Any

    @cached_property
    def _paragraphs(self) -> list[str]:
        return [" ".join(part.split()) for part in (self.typer_command.help or "").split("\n\n")]

    @property
    def name(self) -> str:
        """As it is typed."""
        return " ".join(("sijill", *self.path))

    @property
    def help(self) -> list[str]:
        """What it does, in paragraphs."""
        return [part for part in self._paragraphs if part and not part.startswith("sijill ")]

    @property
    def examples(self) -> list[str]:
        """How it is called."""
        return [part for part in self._paragraphs if part.startswith("sijill ")]

    @property
    def own_params(self) -> list[Any]:
        """Its arguments and options but for those that its group shares."""
        return [param for param in self.typer_command.params if not _panel(param)]

    @property
    def shared_panels(self) -> dict[str, list[Any]]:
        """The options that its group shares, by the panel that its help shows them in."""
        panels: dict[str, list[Any]] = {}
        for param in self.typer_command.params:
            if _panel(param):
                panels.setdefault(_panel(param), []).append(param)
        return panels

    @property
    def options(self) -> set[str]:
        """The names of its options."""
        return {name for param in self.typer_command.params for name in param.opts}


def _panel(param: Any) -> str:  # noqa: ANN401 - Typer's own
    return getattr(param, "rich_help_panel", None) or ""


def commands(app: typer.Typer) -> list[Command]:
    """All commands of the app that do something, in the order of the help."""
    return list(_walk((), typer.main.get_command(app)))


def command_page(app: typer.Typer) -> str:
    """The text of docs/cli.md."""
    every = commands(app)
    return (
        text_templates(_TEMPLATES)
        .get_template("cli.md.j2")
        .render(
            commands=every,
            sharing=_first_to_share(every),
            option=_option,
            json=_listed([one.name for one in every if "--json" in one.options]),
            desk=_listed([one.name for one in every if "--language" in one.options]),
            warnings=EXIT_WARNINGS,
            errors=_exit_codes(),
        )
    )


def _first_to_share(every: list[Command]) -> set[str]:
    """Names of the commands before which the shared options of their group are listed, once for the
    group."""
    first: dict[str, str] = {}
    for one in every:
        if one.shared_panels:
            first.setdefault(one.path[0], one.name)
    return set(first.values())


def _walk(path: tuple[str, ...], typer_command: Any) -> Iterator[Command]:  # noqa: ANN401 - Typer's own
    children = getattr(typer_command, "commands", None)
    if children is None:
        yield Command(path, typer_command)
        return
    for name, child in children.items():
        yield from _walk((*path, name), child)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _exit_codes() -> str:
    """The codes of their own that errors end with, described by the first lines of the errors."""
    meanings: dict[int, list[str]] = {}
    for kind in _kinds(SijillError):
        if kind.exit_code > EXIT_WARNINGS:
            first = (kind.__doc__ or "").strip().splitlines()[0].removesuffix(".")
            meanings.setdefault(kind.exit_code, []).append(first[0].lower() + first[1:])
    return "\n".join(
        f"| {code} | {'; or '.join(sorted(causes))} |" for code, causes in sorted(meanings.items())
    )


def _kinds(root: type[SijillError]) -> Iterator[type[SijillError]]:
    for kind in root.__subclasses__():
        # those of warehouse.errors; other modules may or may not have been imported
        if kind.__module__ == "warehouse.core.errors":
            yield kind
        yield from _kinds(kind)


def _option(param: Any) -> str:  # noqa: ANN401 - Typer's own
    if param.param_type_name == "argument":
        name = param.name.rstrip("_").upper() + (" …" if param.nargs == -1 else "")
    else:
        name = ", ".join(param.opts)
    default = param.default
    if isinstance(param.show_default, str):
        shown = param.show_default
    elif param.required:
        shown = "must be given"
    else:
        shown = "" if default in (None, "", False) else f"`{default}`"
    described = (param.help or "").replace("|", "\\|")
    return f"| `{name}` | {described} | {shown} |"
