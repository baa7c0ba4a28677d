#!/usr/bin/env bash
# Compiles constraints.txt from pyproject.toml for Python 3.11 to 3.13, and that of Superset's own
# environment, which reads the warehouse by the same DuckDB.
# torch and the CUDA packages that its default build asks for stay out: which build of torch fits
# a machine is the machine's business (README.md says how to get the CPU build).
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
{
  echo "# Made by scripts/compile_constraints.sh; do not edit."
  "$python" -m uv pip compile --quiet --universal --python-version 3.11 bi/superset/requirements.in \
    --constraint <(grep -E '^duckdb==' constraints.txt) --no-emit-index-url --no-header --no-annotate "$@"
} > constraints.tmp
mv constraints.tmp bi/superset/constraints.txt
