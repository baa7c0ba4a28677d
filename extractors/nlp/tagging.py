"""A Stanza tagger over words that are already cut: the part that all Stanza set-ups share."""

from __future__ import annotations

import hashlib
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from extractors.document import Entity
from extractors.nlp.words import ModelWord, model_words, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from extractors.document import Sentence

    Tagger = Callable[[list[list[str]]], list[tuple[str, ...]]]

#: sentences that go through the tagger at a time: bounds its memory
_BATCH = 512


def load_pipeline(**options: Any) -> Any:  # noqa: ANN401 - stanza has no types
    """A Stanza pipeline that tags words which are already cut, on one CPU thread.

    `options` go to stanza.Pipeline. Nothing is downloaded and nothing is logged below errors.
    Importing Stanza and torch takes seconds, so that happens here and not before.
    """
    import stanza
    import torch

    torch.set_num_threads(1)  # a second process is worth more than a second thread
    logger = logging.getLogger("stanza")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with _no_optimizer():
            return stanza.Pipeline(
                "ar",
                processors="tokenize,ner",
                tokenize_pretokenized=True,
                download_method=None,
                use_gpu=False,
                **options,
            )
    finally:
        logger.setLevel(level)


@contextmanager
def _no_optimizer() -> Iterator[None]:
    """Stanza makes an optimizer for a model that it only reads with, and torch loads its compiler
    for that: half of the time that loading takes."""
    from stanza.models.common import utils

    made = utils.get_optimizer
    utils.get_optimizer = lambda *_, **__: None
    try:
        yield
    finally:
        utils.get_optimizer = made


def tag_with(pipeline: Any, sentences: list[list[str]]) -> list[tuple[str, ...]]:  # noqa: ANN401
    """BIOES tags of the words of each sentence, none of which may be empty."""
    tags: list[tuple[str, ...]] = []
    for start in range(0, len(sentences), _BATCH):
        document = pipeline(sentences[start : start + _BATCH])
        tags.extend(tuple(token.ner for token in s.tokens) for s in document.sentences)
    return tags


def recognise_with(
    tagger: Tagger,
    sentences: Sequence[Sentence],
    *,
    original: bool = False,
    labels: Mapping[str, str] | None = None,
) -> list[tuple[Entity, ...]]:
    """The names that `tagger` finds, one tuple a sentence, from the first word to the last.

    `original`: the tagger was trained on unfolded text, so it reads the original words. `labels`
    translates the tagger's labels; one that is not in it is dropped.
    """
    todo: list[tuple[int, list[ModelWord]]] = []
    for at, sentence in enumerate(sentences):
        todo.extend((at, piece) for piece in pieces(model_words(sentence)))
    inputs = [
        [_original(sentences[at], word) if original else word.text for word in piece]
        for at, piece in todo
    ]
    found: list[list[Entity]] = [[] for _ in sentences]
    for (at, piece), tags in zip(todo, tagger(inputs), strict=True):
        for first, last, label in names_of(tags):
            name = label if labels is None else labels.get(label)
            inside = [w.token for w in piece[first : last + 1] if w.token is not None]
            if name and inside:
                tokens = sentences[at].tokens
                start, end = tokens[inside[0]].start, tokens[inside[-1]].end
                found[at].append(Entity(sentences[at].index, start, end, name))
    return [tuple(entities) for entities in found]


def _original(sentence: Sentence, word: ModelWord) -> str:
    if word.token is None:
        return word.text
    token = sentence.tokens[word.token]
    return sentence.span(token.start, token.end).words


def names_of(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first word, last word, label) of each name in a sentence's BIOES tags, in order.

    A name that is not closed by E counts to its last word, one that starts in the middle from
    its first: taggers do not always keep the scheme.
    """
    first = 0
    for at, tag in enumerate(tags):
        position, _, label = tag.partition("-")
        if not label:
            continue
        before = tags[at - 1] if at else "O"
        after = tags[at + 1] if at + 1 < len(tags) else "O"
        if position in "BS" or before not in (f"B-{label}", f"I-{label}"):
            first = at
        if position in "ES" or after not in (f"I-{label}", f"E-{label}"):
            yield first, at, label


def digest_of(*files: Path) -> str:
    """A short hash of the content of files: what tells one model from another."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
