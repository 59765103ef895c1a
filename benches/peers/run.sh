#!/bin/sh
# Compares the sums with those of DuckDB, Polars and NumPy on the same table, in turn, and prints one table of ratios.
# Needs cargo and Python 3.10 or later; everything it makes goes to a folder that git ignores (or to the one given).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
work=${1:-$target/peers}
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet duckdb polars numpy pyarrow
fi
cd "$root"
cargo build --quiet --release -p bassin-statistics --example peers
"$work/venv/bin/python" "$here/compare.py" --ours "$target/release/examples/peers" --work "$work"
