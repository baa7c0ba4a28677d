#!/usr/bin/env bash
# Compiles constraints.txt from pyproject.toml for Python 3.11 to 3.13.
# torch and the CUDA packages that its default build asks for stay out: which build of torch fits
# a machine is the machine's business (README.md tells how to get the CPU build).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
"$python" -m pip install --quiet uv
"$python" -m uv pip compile --quiet --universal --python-version 3.11 --all-extras pyproject.toml --constraint constraints.in \
    --no-emit-index-url --no-header --no-annotate "$@" \
  | grep -vE '^(torch|triton|nvidia-|cuda-)' > constraints.tmp
{
  echo "# Made by scripts/compile_constraints.sh; do not edit."
  cat constraints.tmp
} > constraints.txt
rm constraints.tmp
