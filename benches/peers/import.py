"""Times `bassin import` of each census file against DuckDB's `read_csv` of the same file, in turn, and prints ratios.

    python benches/peers/import.py --bassin target/release/bassin --data ../shared/data/statistics

`bassin import` validates, stores and builds the cube, starting a process each time; DuckDB only reads the file into a table, in a process
that is already there. The time of a start on the same data directory (`bassin doctor`) is therefore shown apart.
"""

import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import duckdb

ROUNDS = 5
PATTERN = "insee_rp_*_short.csv"


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def run(bassin, data, *words):
    subprocess.run([bassin, "--data", data, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def once(bassin, prepared, file):
    """One start and one import on a fresh copy of a prepared data directory, then one read by DuckDB."""
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        shutil.copytree(prepared, data)
        start = seconds(lambda: run(bassin, data, "doctor"))
        ours = seconds(lambda: run(bassin, data, "import", file))
    connection = duckdb.connect()
    theirs = seconds(lambda: connection.execute("CREATE TABLE file AS SELECT * FROM read_csv(?, sample_size = -1)", [str(file)]))
    return start, ours, theirs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bassin", required=True, help="the release build of `bassin`")
    parser.add_argument("--data", required=True, type=pathlib.Path, help="the folder of the census files")
    arguments = parser.parse_args()
    files = sorted(arguments.data.glob(PATTERN))
    if not files:
        sys.exit(f"no {PATTERN} in {arguments.data}")
    with tempfile.TemporaryDirectory() as folder:
        prepared = pathlib.Path(folder) / "prepared"
        run(arguments.bassin, prepared, "doctor")
        print(f"{'file':40}{'size':>10}{'start':>10}{'import':>10}{'read_csv':>10}{'ratio':>8}{'without start':>15}")
        for file in files:
            rounds = [once(arguments.bassin, prepared, file.resolve()) for _ in range(ROUNDS)]
            start, ours, theirs = (statistics.median(column) for column in zip(*rounds))
            size = f"{file.stat().st_size / 1e6:.1f} MB"
            times = "".join(f"{value * 1000:>7.0f} ms" for value in (start, ours, theirs))
            print(f"{file.name:40}{size:>10}{times}{ours / theirs:>7.1f} ×{(ours - start) / theirs:>13.1f} ×")


if __name__ == "__main__":
    main()
