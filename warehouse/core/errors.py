"""The warehouse's branch of the error tree; the root is extractors.errors.SijillError.

SijillError
├── SettingsError           a setting is wrong (exit 2)
├── BatchMissing            the landing folder of the night is not there (exit 5)
├── BatchNotReady           files are still arriving (exit 5)
├── DatabaseBusy            another process holds the build file (exit 1)
├── DiskSpaceLow            the night would not fit on the disk (exit 6)
├── ShardFailed             an extraction shard is missing or unreadable (exit 1)
├── StagingFailed           staging could not be replaced; it is as it was before (exit 1)
├── TransformFailed         dbt ended with an error (exit 1)
├── LinkFailed              mentions could not be linked; the links are as before (exit 1)
├── VintageRefused          another version of the extractors would mix into the series (exit 7)
├── RegisterDamaged         the register of ids and publications is not what it was (exit 1)
├── CorrectionsInvalid      a correction cannot be applied: none is (exit 2)
├── GateBlocked             an error-level expectation failed: nothing published (exit 4)
├── PublishFailed           the swap did not happen: readers keep the version before (exit 1)
├── NothingPublished        there is no published version yet (exit 5)
├── PcodesRefused           a file of P-codes cannot be read or fits no location (exit 2)
├── ReaderNotStarted        of intake.errors: pages and feeds cannot be read here (exit 1)
├── IngestRefused           what is to be ingested is not there, or would overwrite (exit 2)
├── ComparisonRefused       a file to compare with cannot be read (exit 2)
├── RedactionRefused        what is to be removed is missing, or the request is incomplete (exit 2)
├── RedactionUnfinished     a redaction stopped half-way: it has to be finished first (exit 1)
├── BackupRefused           a backup is incomplete, or older than what is here (exit 2)
├── RestoreUnfinished       a restore stopped half-way: it has to be finished first (exit 1)
├── NightUnderWay           another night or rebuild is at work here (exit 1)
├── NightFailed             Airflow ended the night with an error (exit 1)
├── RevisionRefused         git has no such revision, or the tree is not clean (exit 2)
└── QueryFailed             a reader's SQL was refused or is wrong (exit 2)

Exit 3 is no error: the night is published and something in it went to quarantine or warned.
"""

from __future__ import annotations

from extractors.errors import SijillError

EXIT_OK = 0
EXIT_WARNINGS = 3


class SettingsError(SijillError):
    """A setting is wrong."""

    exit_code = 2


class BatchMissing(SijillError):
    """The landing folder of the night is not there."""

    exit_code = 5


class BatchNotReady(SijillError):
    """The batch has no _SUCCESS file and its files are still changing."""

    exit_code = 5


class DatabaseBusy(SijillError):
    """Another process holds the build file, and did not release it in time."""


class DiskSpaceLow(SijillError):
    """The night would not fit on the disk."""

    exit_code = 6


class ShardFailed(SijillError):
    """An extraction shard is missing or unreadable."""


class StagingFailed(SijillError):
    """Staging could not be replaced; it is as it was before."""


class TransformFailed(SijillError):
    """dbt ended with an error."""


class LinkFailed(SijillError):
    """Mentions could not be linked to incidents; the links are as they were before."""


class VintageRefused(SijillError):
    """Another version of the extractors would mix into the series; a rebuild is needed."""

    exit_code = 7


class RegisterDamaged(SijillError):
    """A file of the register is missing, or is not what was written."""


class CorrectionsInvalid(SijillError):
    """A correction cannot be applied, so none of them is."""

    exit_code = 2


class GateBlocked(SijillError):
    """An error-level expectation failed, so nothing was published."""

    exit_code = 4


class PublishFailed(SijillError):
    """The swap did not happen; readers keep the version before."""


class NothingPublished(SijillError):
    """There is no published version yet."""

    exit_code = 5


class PcodesRefused(SijillError):
    """A file of P-codes cannot be read, or fits no location that Sijill knows."""

    exit_code = 2


class IngestRefused(SijillError):
    """What is to be ingested is missing, not fully described, or its place holds other articles."""

    exit_code = 2


class ComparisonRefused(SijillError):
    """A file to compare with cannot be read, or is not of the layout that was named."""

    exit_code = 2


class ReleaseRefused(SijillError):
    """An edition cannot be made, or is not what was released."""

    exit_code = 2


class RedactionRefused(SijillError):
    """What is asked to be taken out is not there, or a name or a reason is missing."""

    exit_code = 2


class RedactionUnfinished(SijillError):
    """A redaction stopped half-way; nothing else may write before it is finished."""


class BackupRefused(SijillError):
    """A backup cannot be made, is incomplete, or is older than what it would replace."""

    exit_code = 2


class RestoreUnfinished(SijillError):
    """A restore stopped half-way; nothing else may write before it is finished."""


class NightUnderWay(SijillError):
    """Another night, rebuild or restore is at work in this warehouse."""


class NightFailed(SijillError):
    """Airflow ended the night with an error."""


class QueryFailed(SijillError):
    """A reader's SQL was refused or is wrong."""

    exit_code = 2


class RevisionRefused(SijillError):
    """Git knows no such revision, the tree is not clean, or the revision cannot read articles."""

    exit_code = 2


#: what to do about a build file that is lost or damaged
DAMAGED = (
    "sijill restore takes it from a backup, sijill rebuild --from-landing rebuilds it, with the"
    " same ids (docs/runbook.md, The build file is damaged)"
)
