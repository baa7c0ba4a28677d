"""Commands and SQL of README.md and docs/ do what they say: each block is run over the sample
nights, or says in a comment that readers do not see why it is not (docs/testing.md)."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from markdown_it import MarkdownIt
from typer.main import get_command

from tests.command_kit import run
from tests.end_to_end.conftest import copy_world
from warehouse.cli.app import app
from warehouse.core.settings import PROJECT_ROOT, Settings, get_settings
from warehouse.night.run import NightSummary
from warehouse.publication import published

pytestmark = pytest.mark.full

ThreeNights = tuple[Settings, list[NightSummary]]
PAGES = [PROJECT_ROOT / "README.md", *sorted((PROJECT_ROOT / "docs").glob("*.md"))]
#: pages whose SQL asks the build file and what lies beside it
OF_THE_BUILD = {"runbook.md"}
_FENCES = {"sh", "bash", "console"}
_MARK = re.compile(
    r"<!-- not run(?P<page> on this page)?(?: \((?P<lines>[^)]+)\))?: (?P<why>.+?) -->", re.DOTALL
)
_PROGRAMS = {"sijill", "make", "python", "pytest", "docker", "duckdb", "cp", "mkdir", "touch"}
_OPERATORS = re.compile(r"\|\|?|&&|[<>]")


@dataclass(frozen=True)
class Block:
    """A block of commands, or of SQL; `mark`: why all of it is not run; `left`: how the commands
    begin that are not."""

    page: Path
    line: int
    text: str
    is_sql: bool
    mark: str | None
    left: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.page.name}:{self.line}"

    def commands(self) -> Iterator[list[str]]:
        """The words of each command, without those that tell of it behind two blanks or #."""
        for line in self.text.replace("\\\n", " ").splitlines():
            told = re.split(r"(?<=\S)\s{2,}(?=[^\s\-])", line.strip().removeprefix("$ "))[0]
            words = shlex.split(told.removeprefix(".venv/bin/"), comments=True)
            ends = [at for at, word in enumerate(words) if _OPERATORS.fullmatch(word)]
            if words:
                yield words[: ends[0]] if ends else words

    def is_left(self, words: list[str]) -> bool:
        """Whether the mark names this command."""
        line = " ".join(words if words[0] != "sijill" else words[1:])
        return any(f"{line} ".startswith(f"{one} ") for one in self.left)


def blocks() -> Iterator[Block]:
    """Every block of every page, in their order."""
    for page in PAGES:
        whole, mark = None, None
        for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
            if token.type == "html_block" and (found := _MARK.search(token.content)):
                whole = found["why"] if found["page"] else whole
                mark = None if found["page"] else found
                continue
            is_sql = token.type == "fence" and token.info.split()[:1] == ["sql"]
            if is_sql or _holds_commands(token.type, token.info, token.content):
                left = tuple((mark["lines"] or "").split(", ")) if mark else ()
                why = mark["why"] if mark and left == ("",) else whole
                line = (token.map or [0])[0] + 1
                lines = left if left != ("",) else ()
                yield Block(page, line, token.content, is_sql, why, lines)
            mark = None


def _holds_commands(kind: str, info: str, text: str) -> bool:
    if kind == "fence":
        return info.split()[:1] != [] and info.split()[0] in _FENCES
    first = re.match(r"\s*(?:\$ )?(?:\.venv/bin/)?(\w+) ", text)
    return kind == "code_block" and bool(first and first[1] in _PROGRAMS)


BLOCKS = list(blocks())
COMMANDS = [block for block in BLOCKS if not block.is_sql]
TO_RUN = [block for block in COMMANDS if block.mark is None]
SQL = [block for block in BLOCKS if block.is_sql]


def test_the_blocks_of_the_pages_are_found() -> None:
    assert {"README.md", "quick-start.md", "runbook.md", "cli.md"} <= {b.page.name for b in BLOCKS}
    assert len(SQL) >= 30
    assert len(TO_RUN) >= 12
    # a mark that names a command which is not there hides nothing any more
    for block in COMMANDS:
        for left in block.left:
            assert any(
                Block.is_left(Block(block.page, 0, "", False, None, (left,)), words)
                for words in block.commands()
            ), f"{block.name}: {left}"


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: block.name)
def test_each_command_is_one_that_there_is(block: Block) -> None:
    """Those that are not run too: the program knows all the words, but for patterns (…)."""
    makefile = (PROJECT_ROOT / "Makefile").read_text("utf-8")
    for words in block.commands():
        if "…" in words or words[0] not in _PROGRAMS:
            continue
        if words[0] == "sijill":
            _read(words[1:])
        elif words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), words
        elif words[:2] == ["python", "-m"]:
            assert importlib.util.find_spec(words[2]), words


def _read(words: list[str]) -> None:
    """Let the command line read these words, without doing what they ask."""
    command, parent = get_command(app), None
    while hasattr(command, "commands") and words:
        name, *words = words
        parent = command.make_context("sijill", [name], parent, resilient_parsing=True)
        command = command.commands[name]
    with command.make_context(command.name, words, parent):
        pass


@pytest.mark.parametrize("block", TO_RUN, ids=lambda block: block.name)
def test_commands_run(
    block: Block,
    three_nights: ThreeNights,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    settings = copy_world(three_nights[0], tmp_path)
    (tmp_path / "bi").symlink_to(PROJECT_ROOT / "bi")
    monkeypatch.chdir(tmp_path)
    for name, value in (
        ("LANDING_DIR", settings.landing_dir), ("VAR_DIR", settings.var_dir),
        ("PUBLISHED_DIR", settings.published_dir), ("CORRECTIONS_DIR", tmp_path / "corrections"),
        ("RECOGNISER", "none"),
    ):  # fmt: skip
        monkeypatch.setenv(f"SIJILL_{name}", str(value))
    get_settings.cache_clear()
    try:
        for words in block.commands():
            if not block.is_left(words):
                assert words[0] == "sijill", f"{block.name}: say why this is not run: {words}"
                code = run(monkeypatch, *words[1:])
                assert code == 0, f"{words}: {capfd.readouterr().err}"
    finally:
        get_settings.cache_clear()


@pytest.mark.parametrize("block", SQL, ids=lambda block: block.name)
def test_sql_runs(block: Block, three_nights: ThreeNights, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = three_nights[0]
    assert block.mark is None
    if block.page.name in OF_THE_BUILD:
        monkeypatch.chdir(settings.var_dir.parent)
        with duckdb.connect(str(settings.build_file), read_only=True) as connection:
            assert connection.sql(block.text).columns
        return
    assert published.query(settings, block.text)[0]
