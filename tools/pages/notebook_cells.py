"""The cells of the example notebook: prose and code, in order."""

from __future__ import annotations

CELLS = (
    (
        "markdown",
        "# A notebook on charges and claims\n\nA table of charges: what its names mean, what is in it by modality, which claims would be denied, what a reading pays elsewhere. Every cell runs in CI. It needs `pip install 'cptkit[frames,notebook]'`.",
    ),
    (
        "code",
        "import datetime as dt\nimport shutil\nimport tempfile\nfrom pathlib import Path\n\nimport matplotlib.pyplot as plt\nimport pandas as pd\n\nimport cptkit\nfrom cptkit import Claim, ClaimLine, Contrast, contrast, documentation, frames, guidance, payment\n\nplt.rcParams['figure.constrained_layout.use'] = True\nday = dt.date(2024, 8, 15)\nfolder = Path(tempfile.mkdtemp())  # where a charge file and a month of claims stand",
    ),
    (
        "markdown",
        "## A charge file\n\nInvented, in the way a hospital types them, and in Parquet, as one comes from a billing system. Yours stands in its place.",
    ),
    (
        "code",
        """charges = pd.DataFrame(
    [
        ("CT CHEST W CONTRAST", "71260", 212),
        ("CT CHEST W/O CONTRAST", "71250", 187),
        ("CT ABD PELVIS W CONTRAST", "74177", 304),
        ("CT HEAD W/O CONTRAST", "70450", 441),
        ("XR CHEST 2 VIEWS", "71046", 1020),
        ("XR KNEE 3 VIEWS LT", "73562-LT", 166),
        ("MRI BRAIN W WO CONTRAST", "70553", 98),
        ("MRI LUMBAR SPINE W/O", "72148", 121),
        ("US ABDOMEN COMPLETE", "76700", 143),
        ("US ABDOMEN LIMITED", "76700", 52),
        ("MAMMO SCREENING BILATERAL TOMO", "77067", 367),
        ("CT CHEST LOW DOSE SCREENING", "71250", 33),
    ],
    columns=["description", "cell", "studies"],
)
charges.to_parquet(folder / "charges.parquet")
charges = pd.read_parquet(folder / "charges.parquet")
charges""",
    ),
    (
        "markdown",
        "## What do the names say?\n\n`suggest` reads each name on the day. Where the best code is another than the one charged, a person should look.",
    ),
    (
        "code",
        """named = frames.suggest(frames.parse(charges, "cell"), "description", prefix="best_", on=day)
doubtful = named["code"] != named["best_code"]
named.loc[doubtful, ["description", "cell", "best_code", "best_also", "best_score"]].round(2)""",
    ),
    ("markdown", "## What is in it, by modality?"),
    (
        "code",
        """told = frames.annotate(named, code="code", on=day, columns=("modality", "status"))
volume = told.groupby("modality")["studies"].sum().sort_values()
volume.to_frame()""",
    ),
    (
        "code",
        """axes = volume.plot.barh(figsize=(6, 2.4), color="#2a6f97")
axes.set_xlabel("studies a month")
axes.set_ylabel("")""",
    ),
    ("markdown", "## One code, and the page on it"),
    ("code", 'cptkit.lookup("71260", on=day)'),
    ("code", 'cptkit.guide("71260", day)'),
    (
        "markdown",
        "## Which member of the family?\n\nOral contrast alone is no contrast for coding.",
    ),
    ("code", 'print(contrast.explain("71260", day))'),
    ("code", 'contrast.choose("71260", performed=Contrast.WITH, routes=("oral",), on=day)'),
    ("markdown", "## What must the record hold, and what does it lack?"),
    ("code", 'documentation.requirements("71275", ("26",), on=day)'),
    (
        "code",
        """record = {"indication": "suspected embolism", "contrast.given": True, "contrast.agent": "iohexol 350", "report.findings": True}
documentation.missing("71275", record, ("26",), on=day)""",
    ),
    ("markdown", "## Image guidance beside a procedure"),
    (
        "code",
        'guidance.check([ClaimLine("20611", date_of_service=day), ClaimLine("76942", ["26"], date_of_service=day)])',
    ),
    ("markdown", "## A claim's report, and what it pays"),
    (
        "code",
        """lines = [
    ClaimLine("71260", ["26"], date_of_service=day, place_of_service="22", diagnoses=["R91.1"]),
    ClaimLine("71250", ["26"], date_of_service=day, place_of_service="22", diagnoses=["R91.1"]),
]
cptkit.check_claim(Claim(lines, ordering_provider="1234567893"))""",
    ),
    ("code", "payment.price(lines[0])"),
    (
        "markdown",
        "## A price by locality\n\nThe same reading in each of Medicare's localities on the day, dearest and cheapest named.",
    ),
    (
        "code",
        """reading = lines[0]
paid = pd.Series({
    f"{place.name.split(' (')[0][:34].title()}, {place.state}": float(payment.price(reading, locality=place).amount)
    for place in payment.localities(on=day)
}).sort_values()
national = float(payment.price(reading).amount)
ends = pd.concat([paid.head(8), paid.tail(8)])
axes = ends.plot.barh(figsize=(7, 4.6), color=["#8fb9d3"] * 8 + ["#2a6f97"] * 8)
axes.axvline(national, color="#b5542f")
axes.set_xlabel(f"dollars; the line is the national amount, {national:.2f}")""",
    ),
    (
        "markdown",
        "## Many claims: findings by rule\n\nA month of claims, one row a line, in Parquet as a billing system exports it. `frames.check` gives a row for each finding and line, exactly as `check_claim` does claim by claim.",
    ),
    (
        "code",
        """visits = [  # lines of a claim: code, modifier; diagnosis; how many such claims
    ([("71260", "26")], "R91.1", 40),
    ([("71260", "26"), ("71250", "26")], "R91.1", 6),
    ([("74160", "26"), ("72193", "26")], "R10.9", 9),
    ([("77067", "26"), ("77063", "26")], "Z12.31", 30),
    ([("77067", "26"), ("77066", "26")], "Z12.31", 4),
    ([("76700", "26"), ("76705", "26")], "R10.11", 5),
    ([("73562", "50")], "M25.561", 7),
    ([("71046", "")], "R05.9", 25),
    ([("70450", "26"), ("70450", "26")], "R51.9", 3),
]
rows = [
    {"claim_id": f"{number}-{copy}", "cpt": code, "m1": modifier or None, "dos": pd.Timestamp(day), "dx1": diagnosis, "pos": "22", "by": "1234567893"}
    for number, (lines_of_it, diagnosis, times) in enumerate(visits)
    for copy in range(times)
    for code, modifier in lines_of_it
]
pd.DataFrame(rows).to_parquet(folder / "month.parquet")
month = pd.read_parquet(folder / "month.parquet")
found = frames.check(month, modifiers=("m1",), diagnoses=("dx1",), place_of_service="pos", ordering_provider="by")
found.to_parquet(folder / "findings.parquet")
by_rule = found.groupby(["rule", "outcome"])["claim"].nunique().unstack(fill_value=0)
by_rule""",
    ),
    (
        "code",
        """colors = {"FAIL": "#b5542f", "WARN": "#d9a441", "NO_DATA": "#9a9a9a"}
drawn = by_rule[[name for name in colors if name in by_rule]]
axes = drawn.loc[drawn.sum(axis=1).sort_values().index].plot.barh(stacked=True, figsize=(7, 3.2), color=colors)
axes.set_xlabel(f"claims of {month['claim_id'].nunique()}")
axes.set_ylabel("")""",
    ),
    (
        "markdown",
        "Which of them can be mended before they are sent? The remedy stands in each row.",
    ),
    (
        "code",
        """failed = found[found["outcome"] == "FAIL"].drop_duplicates(["rule", "message"])
with pd.option_context("display.max_colwidth", 90):
    print(failed[["rule", "remedy"]].drop_duplicates("rule").to_string(index=False))
shutil.rmtree(folder)  # what was invented is not kept""",
    ),
)
