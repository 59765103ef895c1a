"""Times the pages of a running portal against its emptiest page, in turn on one connection, and prints the ratios.

    bassin serve --listen 127.0.0.1:8080 &
    python benches/peers/pages.py 127.0.0.1:8080
"""

import http.client
import statistics
import sys
import time

EMPTY = "/mentions"
PAGES = [
    "/territoires/portrait?p=departement%3A67",
    "/territoires/portrait?p=region%3A44",
    "/territoires/portrait?p=departement%3A08+%2B+province%3A80000",
    "/territoires/zones/departement/67",
    "/recherche?q=strasbourg",
    "/explorer?p=region%3A44&z=departement",
]
ROUNDS = 400


def milliseconds(connection, path):
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        sys.exit(f"{path}: {answer.status}")
    return (time.perf_counter() - start) * 1000


def compare(address, pages):
    connection = http.client.HTTPConnection(address)
    print(f"{'page':70}{'median':>10}{'p99':>10}{'empty p99':>12}{'ratio of p99':>14}")
    for path in pages:
        milliseconds(connection, path)
        pairs = [(milliseconds(connection, path), milliseconds(connection, EMPTY)) for _ in range(ROUNDS)]
        ours, empty = ([pair[side] for pair in pairs] for side in (0, 1))
        p99, floor = (statistics.quantiles(times, n=100)[98] for times in (ours, empty))
        print(f"{path:70}{statistics.median(ours):>7.2f} ms{p99:>7.2f} ms{floor:>9.2f} ms{p99 / floor:>12.1f} ×")


if __name__ == "__main__":
    compare(sys.argv[1], PAGES)
