"""Which recogniser reads names: by name, or the best that this machine has."""

from __future__ import annotations

import importlib.util
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.errors import ModelsMissing, SijillError
from extractors.nlp import official, own

if TYPE_CHECKING:
    from extractors.document import Recogniser

NAMES = ("auto", "own", "official", "none")

_log = logging.getLogger(__name__)


def load_recogniser(name: str, models_dir: Path | None = None) -> Recogniser | None:
    """The recogniser of that name; `models_dir` holds own/ and official/ (default: models/).

    auto: the official models where they were downloaded, else the own one, else None with a
    warning in the log. none: None. Raises ModelsMissing where a recogniser that was asked for
    by its name cannot be had, SijillError for an unknown name.
    """
    chosen = _chosen(name, models_dir)
    if chosen is None:
        return None
    kind, folder = chosen
    return official.OfficialRecogniser(folder) if kind == "official" else own.OwnRecogniser(folder)


def recogniser_name(name: str, models_dir: Path | None = None) -> str | None:
    """What the recogniser that `load_recogniser` would give calls itself, without loading it; the
    same errors and warning."""
    chosen = _chosen(name, models_dir)
    if chosen is None:
        return None
    kind, folder = chosen
    return official.name_of(folder) if kind == "official" else own.name_of(folder)


def _chosen(name: str, models_dir: Path | None) -> tuple[str, Path] | None:
    """own or official and the folder of its models, None for none."""
    if name not in NAMES:
        raise SijillError(f"no recogniser is called {name!r}", f"one of {', '.join(NAMES)}")
    own_dir = models_dir / "own" if models_dir else own.OWN_MODEL_DIR
    official_dir = models_dir / "official" if models_dir else official.OFFICIAL_MODEL_DIR
    if name == "none":
        return None
    if name == "auto":
        name, missing = _best(own_dir, official_dir)
        if missing:
            _log.warning("articles are read without a name tagger: %s", missing)
            return None
    if not _has_stanza():
        raise ModelsMissing(
            f"the recogniser {name!r} needs Stanza, which is not installed",
            "pip install '.[nlp]'",
        )
    return name, official_dir if name == "official" else own_dir


def _best(own_dir: Path, official_dir: Path) -> tuple[str, str]:
    """The best recogniser's name, and why there is none where there is none."""
    if not _has_stanza():
        return "", "Stanza is not installed (pip install '.[nlp]')"
    if official.tagger_file(official_dir):
        return "official", ""
    if own.is_there(own_dir):
        return "own", ""
    return "", f"no model is in {own_dir} (restore it, or sijill models --download)"


def _has_stanza() -> bool:
    return all(importlib.util.find_spec(module) for module in ("stanza", "torch"))
