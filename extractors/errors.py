"""The root of Sijill's error tree and the errors that reading can raise.

SijillError
├── LexiconError          a seed file is missing or malformed
├── ModelsMissing         a language model was asked for and is not on this machine
└── (warehouse.errors continues the tree)
"""

from __future__ import annotations


class SijillError(Exception):
    """Something that a person can put right.

    `message` says what happened, `hint` what to do about it; `exit_code` is what the
    command line ends with.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.hint}" if self.hint else self.message


class LexiconError(SijillError):
    """A seed file that the extractors read is missing or malformed."""


class ModelsMissing(SijillError):
    """A language model was asked for by name and is not on this machine."""
