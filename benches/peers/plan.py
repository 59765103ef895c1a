"""Times the pages of a large plan against the emptiest page: the plan of the Grand Est with 2,000 milestones and five years of values.

    python benches/peers/plan.py --bassin target/release/bassin
"""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile
import uuid

from pages import compare

PLAN = "cprdfop-grand-est-2018-2022"
LARGE = "grand-plan"
MILESTONES = 2000
YEARS = range(2018, 2023)
PAGES = ["", "/tableau", "/retards", "/calendrier", "/instances", "/territoires", "/1.1.1"]


def enlarged(plan):
    """The same plan under another name, followed, with more milestones and a value for each indicator and year. No identifier is shared."""
    plan["plan"] |= {"id": LARGE, "followed_since": "2018-01-01", "state": "in-force"}
    fresh = {sheet["node"]["id"]: str(uuid.uuid4()) for sheet in plan["sheets"]}
    dated = [sheet for sheet in plan["sheets"] if sheet["milestones"]]
    each = -(-MILESTONES // len(dated))
    for sheet in plan["sheets"]:
        node = sheet["node"]
        node |= {"id": fresh[node["id"]], "plan": LARGE, "parent": fresh.get(node["parent"])}
        models = sheet["milestones"]
        sheet["milestones"] = [milestone(models[n % len(models)], node["id"], n) for n in range(each if models else 0)]
        for indicator in sheet["indicators"]:
            indicator |= {"id": str(uuid.uuid4()), "node": node["id"]}
        sheet["figures"] = [figure(indicator["id"], year) for indicator in sheet["indicators"] for year in YEARS]
    return plan


def milestone(model, node, n):
    month = f"{YEARS[n % 5]}-{1 + n % 12:02}"
    days = {"from": f"{month}-01", "to": f"{month}-28"}
    done = f"{month}-20" if n % 3 else None
    return model | {
        "id": str(uuid.uuid4()), "node": node, "position": n + 1, "baseline": days, "current": days,
        "started_on": done, "done_on": done, "replannings": [],
    }


def figure(indicator, year):
    return {
        "indicator": indicator, "period": str(year), "source": "declared", "value": 100.0 + year % 7, "provisional": False,
        "comment": "", "by": None, "at": "2022-12-31T00:00:00Z",
    }


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--bassin", default="target/release/bassin")
    bassin = arguments.parse_args().bassin
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder, "data")
        server = start(bassin, data)
        server.terminate()
        server.wait()
        file = pathlib.Path(folder, "plan.json")
        subprocess.run([bassin, "--data", data, "plan", "export", PLAN, file], check=True)
        file.write_text(json.dumps(enlarged(json.loads(file.read_text()))))
        subprocess.run([bassin, "--data", data, "plan", "import", file], check=True, stdout=subprocess.DEVNULL)
        server = start(bassin, data)
        try:
            compare(server.address, [f"/plan/{LARGE}{page}" for page in PAGES])
        finally:
            server.terminate()
            server.wait()


def start(bassin, data):
    server = subprocess.Popen([bassin, "--data", data, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if found := re.search(r"http://(127\.0\.0\.1:\d+)/ ", line):
            server.address = found.group(1)
            return server
    raise SystemExit("the portal did not start")


if __name__ == "__main__":
    main()
