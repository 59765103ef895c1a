"""Times the same sums of 1,000 columns over 35,000 communes here and in DuckDB, Polars and NumPy, in turn, and prints ratios.

Every peer holds the table in memory in its own best form (32-bit integers; both cores) and is asked in the way its manual
recommends. All totals are compared before anything is timed: a fast wrong answer stops the comparison.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import time

import duckdb
import numpy
import polars
import pyarrow

ROWS, COLUMNS, ROUNDS = 35_000, 1_000, 3
LABELS = {
    "departement": "département (one run of 500)",
    "region": "région (one run of 5,115)",
    "scattered": "120 scattered communes",
    "everything": "everything (35,000)",
}


class Ours:
    """The release build of `examples/peers`, asked over a pipe; it measures itself, so that the pipe costs nothing."""

    def __init__(self, program, work):
        self.process = subprocess.Popen([program, work], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def ask(self, perimeter):
        self.process.stdin.write(perimeter + "\n")
        self.process.stdin.flush()
        nanoseconds, total = self.process.stdout.readline().split()
        return float(nanoseconds), float(total)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def rows_of(runs):
    return numpy.concatenate([numpy.arange(start, end) for start, end in runs])


def peers(table, perimeters):
    """For each peer, a function from a perimeter's name to the list of its sums."""
    names = [f"c{column}" for column in range(COLUMNS)]
    rows = {name: rows_of(runs) for name, runs in perimeters.items()}
    columns = [numpy.ascontiguousarray(table[:, column]) for column in range(COLUMNS)]
    arrow = pyarrow.table([pyarrow.array(numpy.arange(ROWS, dtype="i4")), *map(pyarrow.array, columns)], names=["row", *names])

    connection = duckdb.connect()
    connection.execute("CREATE TABLE counts AS SELECT * FROM arrow ORDER BY row")
    sums = ", ".join(f"sum({name})" for name in names)
    for name, runs in perimeters.items():
        # One run is a range, which DuckDB skips by its zone maps; scattered rows are a list.
        where = f"row BETWEEN {runs[0][0]} AND {runs[0][1] - 1}" if len(runs) == 1 else f"row IN ({', '.join(map(str, rows[name]))})"
        connection.execute(f"PREPARE {name} AS SELECT {sums} FROM counts WHERE {where}")

    frame = polars.from_arrow(arrow).drop("row").rechunk()
    running = numpy.zeros((ROWS + 1, COLUMNS), dtype="i8")
    numpy.cumsum(table, axis=0, dtype="i8", out=running[1:])

    def in_duckdb(name):
        return connection.execute(f"EXECUTE {name}").fetchone()

    def in_polars(name):
        runs = perimeters[name]
        part = frame.slice(runs[0][0], runs[0][1] - runs[0][0]) if len(runs) == 1 else frame[rows[name]]
        return part.select(polars.all().sum()).row(0)

    def in_numpy(name):
        runs = perimeters[name]
        part = table[runs[0][0] : runs[0][1]] if len(runs) == 1 else table[rows[name]]
        return part.sum(axis=0, dtype="i8")

    def running_sums(name):
        runs = perimeters[name]
        return running[runs[0][1]] - running[runs[0][0]] if len(runs) == 1 else table[rows[name]].sum(axis=0, dtype="i8")

    return {"DuckDB": in_duckdb, "Polars": in_polars, "NumPy": in_numpy, "NumPy, running sums": running_sums}


def median_time(ask, name, at_least=0.3):
    times, start = [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - start < at_least:
        one = time.perf_counter_ns()
        ask(name)
        times.append(time.perf_counter_ns() - one)
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", required=True, help="the release build of the example `peers`")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="where tables are written")
    arguments = parser.parse_args()

    ours = Ours(arguments.ours, arguments.work)
    perimeters = json.loads((arguments.work / "perimeters.json").read_text())
    table = numpy.fromfile(arguments.work / "table.i32", dtype="<i4").reshape(ROWS, COLUMNS)
    others = peers(table, perimeters)
    for name in LABELS:
        expected = ours.ask(name)[1]
        for peer, ask in others.items():
            assert sum(map(int, ask(name))) == expected, f"{peer} and Bassin disagree over {name}"

    print(f"{ROWS:,} communes × {COLUMNS:,} columns; medians over {ROUNDS} rounds in turn; how many times longer than Bassin")
    print(f"{'':32}{'Bassin':>12}" + "".join(f"{peer:>28}" for peer in others))
    for name, label in LABELS.items():
        mine, theirs = [], {peer: [] for peer in others}
        for _ in range(ROUNDS):
            mine.append(ours.ask(name)[0])
            for peer, ask in others.items():
                theirs[peer].append(median_time(ask, name))
        base = statistics.median(mine)
        cells = ""
        for times in theirs.values():
            middle = statistics.median(times)
            cells += f"{f'{middle / 1000:,.1f} µs = {middle / base:,.0f} ×':>28}"
        print(f"{label:32}{f'{base / 1000:,.2f} µs':>12}{cells}")
    ours.close()


if __name__ == "__main__":
    main()
