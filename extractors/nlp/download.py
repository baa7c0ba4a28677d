"""Fetching Stanza's official Arabic models, the only code of the extractors that uses a network."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

from extractors.errors import ModelsMissing, SijillError
from extractors.nlp.official import OFFICIAL_MODEL_DIR, tagger_file

if TYPE_CHECKING:
    from pathlib import Path


class DownloadFailed(SijillError):
    """The official models could not be fetched; what was there before is untouched."""


def download_official(models_dir: Path = OFFICIAL_MODEL_DIR) -> Path:
    """Download the official Arabic tokenizer and name tagger into `models_dir`, and return it.

    They arrive beside it first and take its place when they are whole. Raises ModelsMissing
    where Stanza is not installed and DownloadFailed where the hub cannot be reached.
    """
    try:
        import stanza
    except ImportError as err:
        raise ModelsMissing("Stanza is not installed", "pip install '.[nlp]'") from err

    part = models_dir.with_name(f"{models_dir.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        stanza.download("ar", model_dir=str(part), processors="tokenize,ner", verbose=False)
        if tagger_file(part) is None:
            raise DownloadFailed(
                "the hub sent no Arabic name tagger",
                "the own model in models/own serves without a download",
            )
        shutil.rmtree(models_dir, ignore_errors=True)
        part.rename(models_dir)
    except (OSError, ValueError, zipfile.BadZipFile) as err:
        raise DownloadFailed(
            f"the official Arabic models could not be downloaded: {err}",
            "check the way to Stanza's model hub (proxy, firewall); the own model in models/own "
            "serves without a download",
        ) from err
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return models_dir
