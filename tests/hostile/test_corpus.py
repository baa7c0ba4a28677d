"""Whatever lies in the landing folder ends in a clear quarantine reason or a right result.

Every record of every file is accounted for, nothing crashes, and time and memory stay within
bounds: the batch is read and extracted in processes of their own, under a limit of memory.
`make test` reads a sample of the corpus, `make test-slow` all of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.hostile.case import FILE, Case
from tests.hostile.corpus import all_cases, sample, write
from tests.warehouse.landing_kit import DAY, make_settings, planned, quarantine, staged
from warehouse.contract.articles import FILE_REASONS, Reason
from warehouse.core.settings import PROJECT_ROOT, Settings
from warehouse.landing.batches import batch_folder
from warehouse.landing.shard_store import work_folder

pytestmark = pytest.mark.full

#: what the processes may have at most, and what they are wanted to take; docs/security.md
ADDRESS_SPACE_MB = 6_000
SAMPLE_EVERY = 5


@dataclass(frozen=True, slots=True)
class Read:
    """A hostile batch after it was read: the cases by the names of their files, what came of
    each, what the two steps took."""

    settings: Settings
    cases: dict[str, Case]
    outcomes: dict[str, Counter[str]]
    texts: dict[str, list[str]]
    took: dict[str, dict[str, float]]


def run_step(root: Path, step: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.read_batch", str(root), step, str(ADDRESS_SPACE_MB)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        cwd=PROJECT_ROOT,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def read(cases: list[Case], root: Path) -> Read:
    settings = make_settings(root)
    write(cases, batch_folder(settings, DAY))
    took = {step: run_step(root, step) for step in ("read", "extract")}
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    texts: dict[str, list[str]] = defaultdict(list)
    for row in quarantine(settings):
        whole = "" if row["source_record"] else FILE
        outcomes[row["source_file"]][whole + row["reason"]] += 1
    for row in staged(settings):
        outcomes[row["source_file"]]["staged"] += 1
        texts[row["source_file"]].append(row["text"])
    for file in planned(settings).files:
        of_records = {k: n for k, n in outcomes[file.name].items() if not k.startswith(FILE)}
        if repeated := file.records_read - sum(of_records.values()):
            outcomes[file.name]["repeated"] += repeated
    return Read(settings, {shown(case.file): case for case in cases}, outcomes, texts, took)


def shown(name: str) -> str:
    """A file's name as the quarantine writes it."""
    return os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")


@pytest.fixture(scope="module", params=[
    pytest.param("sample"), pytest.param("whole", marks=pytest.mark.slow),
])  # fmt: skip
def batch(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Read:
    root = tmp_path_factory.mktemp("hostile")
    cases = all_cases(root / "outside")
    if request.param == "sample":
        cases = sample(cases, SAMPLE_EVERY)
    return read(cases, root)


def test_each_input_becomes_what_it_has_to(batch: Read) -> None:
    wrong = {
        case.name: (dict(case.outcomes), dict(batch.outcomes[name]))
        for name, case in batch.cases.items()
        if case.outcomes is not None and +Counter(case.outcomes) != batch.outcomes[name]
    }
    assert wrong == {}
    spoilt = [
        case.name
        for name, case in batch.cases.items()
        if case.texts is not None and list(case.texts) != batch.texts[name]
    ]
    assert spoilt == []
    assert set(batch.outcomes) <= set(batch.cases)


def test_no_record_is_lost(batch: Read) -> None:
    work = planned(batch.settings)
    rows = quarantine(batch.settings)
    assert work.records_read == (
        work.records_staged + work.records_quarantined + work.records_repeated
    )
    assert len(staged(batch.settings)) == work.records_staged
    assert sum(1 for row in rows if row["source_record"]) == work.records_quarantined
    assert sum(1 for row in rows if not row["source_record"]) == work.files_quarantined
    assert all(count >= 0 for counts in batch.outcomes.values() for count in counts.values())
    # all that the contract does not set aside is a file of the batch
    assert {file.name for file in work.files} >= {
        name for name, case in batch.cases.items() if case.outcomes not in (None, Counter())
    }


def test_every_reason_is_one_of_the_contract_and_says_why(batch: Read) -> None:
    rows = quarantine(batch.settings)
    known = {reason.value for reason in Reason}
    of_files = {reason.value for reason in FILE_REASONS}
    for row in rows:
        assert row["reason"] in (known if row["source_record"] else of_files)
        assert row["detail"].strip()
        assert len(row["detail"]) < 5_000
        for shown_to_people in (row["detail"], row["raw_record"]):
            assert not any(ord(c) < 32 and c not in "\t\n\r" for c in shown_to_people)
    # what lies outside is told by its name only
    kept = "\n".join(row["raw_record"] + row["detail"] for row in rows)
    assert "root:x:0" not in kept
    assert str(batch.settings.landing_dir.parent) not in kept


def test_no_article_breaks_the_extractor(batch: Read) -> None:
    folder = work_folder(batch.settings, DAY)
    facts = [
        row for path in folder.glob("facts-*.parquet") for row in pq.read_table(path).to_pylist()
    ]
    assert len(facts) == planned(batch.settings).records_staged
    assert [row["failure"] for row in facts if row["failure"]] == []


def test_time_and_memory_are_bounded(batch: Read, request: pytest.FixtureRequest) -> None:
    whole = any(case.is_heavy for case in batch.cases.values())
    print(f"{len(batch.cases)} inputs: {batch.took}")
    limits = {"read": (120, 1_900), "extract": (120, 700)} if whole else {
        "read": (25, 700), "extract": (25, 500)}  # fmt: skip
    for step, (seconds, megabytes) in limits.items():
        assert batch.took[step]["seconds"] < seconds, step
        assert batch.took[step]["peak"] < megabytes, step


def test_the_corpus_is_large_varied_and_the_same_each_time(tmp_path: Path) -> None:
    cases = all_cases(tmp_path)
    assert len(cases) > 2_500
    assert len({case.file for case in cases}) == len({case.name for case in cases}) == len(cases)
    told = [(case.name, case.file, case.outcomes, case.texts) for case in cases]
    assert told == [(c.name, c.file, c.outcomes, c.texts) for c in all_cases(tmp_path)]
    found = {why.removeprefix(FILE) for case in cases for why in case.outcomes or ()}
    # the first is of two records, the second of the extractor, the third of a register of ours
    assert {reason.value for reason in Reason} - found == {
        "conflicting_versions", "extractor_failed", "redacted",
    }  # fmt: skip
