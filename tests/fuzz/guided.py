"""Coverage-guided fuzzing of the targets by atheris (extra `fuzz`): `make fuzz`.

`python -m tests.fuzz.guided --seconds 600` gives each target its share of the time, each in a
process of its own, and keeps what reached new code in var/fuzz/<target>, where the next run goes
on.
`--target NAME` is one of them, `--target NAME --input FILE` runs what broke it once more.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from warehouse.core.settings import PROJECT_ROOT

CORPUS = PROJECT_ROOT / "var" / "fuzz"
#: no input may keep a target busy for longer, nor take more memory
SECONDS_AN_INPUT = 20
MEGABYTES = 3_000
LONGEST = 4_096


def has_atheris() -> bool:
    """Whether the extra is installed."""
    import importlib.util

    return importlib.util.find_spec("atheris") is not None


def run(target: str, seconds: int, corpus: Path) -> int:
    """Fuzz one target in a process of its own; returns its exit code, 0 where nothing was found."""
    return subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided", "--target", target, "--alone",
         "--seconds", str(seconds), "--corpus", str(corpus)],
        cwd=PROJECT_ROOT,
        check=False,
    ).returncode  # fmt: skip


def fuzz(target: str, seconds: int, corpus: Path) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris  # type: ignore[import-not-found, unused-ignore]

    # what is imported in here tells atheris which branches are taken
    with atheris.instrument_imports(include=["extractors", "intake", "warehouse"]):
        from tests.fuzz.targets import TARGETS, seeds
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [sys.argv[0], f"-max_total_time={seconds}", f"-timeout={SECONDS_AN_INPUT}",
         f"-rss_limit_mb={MEGABYTES}", f"-max_len={LONGEST}", "-print_final_stats=1",
         "-verbosity=0", f"-artifact_prefix={corpus}/{target}-", str(folder)],
        TARGETS[target],
    )  # fmt: skip
    atheris.Fuzz()


def main() -> int:
    """Returns how many targets broke."""
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--target", choices=list(TARGETS))
    parser.add_argument("--input", type=Path)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    asked = parser.parse_args()
    if asked.input:
        TARGETS[asked.target or next(iter(TARGETS))](asked.input.read_bytes())
        return 0
    if not has_atheris():
        print("atheris is not installed: .venv/bin/pip install -c constraints.txt -e '.[fuzz]'")
        return 2
    chosen = [asked.target] if asked.target else list(TARGETS)
    share = max(1, asked.seconds // len(chosen))
    broken = [name for name in chosen if run(name, share, asked.corpus)]
    for name in broken:
        print(f"{name}: found something; what broke it is {asked.corpus}/{name}-*")
    print(f"{len(chosen) - len(broken)} of {len(chosen)} targets held for {share} s each")
    return len(broken)


if __name__ == "__main__":
    if "--alone" in sys.argv:
        alone = argparse.ArgumentParser()
        for name in ("--target", "--seconds", "--corpus"):
            alone.add_argument(name)
        alone.add_argument("--alone", action="store_true")
        told = alone.parse_args()
        fuzz(told.target, int(told.seconds), Path(told.corpus))
    sys.exit(main())
