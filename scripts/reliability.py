"""Have our own coding coded again by others: draw what is asked, write sheets, take codes in.

    python scripts/reliability.py sheets FOLDER     writes the sheets and the codebook
    python scripts/reliability.py gather FOLDER     reads FOLDER/CODER/SHEET.csv, and writes
                                                    data/recodings.csv and data/reliability.csv

With ``--round 2`` and higher behind: fresh rows alone, by a rule that was mended since; the codes
of earlier rounds stay as they were kept, ours of then included.

A coder gets the codebook and the sheets, and sees neither our codes nor those of another coder.
The first round asks all claims and all reasons of the commentary's argument; of ties and
judgements, a sample drawn by seed, as many from each stratum as its share allows.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "notebooks"))

from theatres import tables  # noqa: E402
from theatres.model import ledger, network, reliability, weighing  # noqa: E402

SEED = 20261127
DRAWN = 80  # ties, and as many judgements
CODERS = (*reliability.NEUTRAL, *reliability.PARTISAN)
OURS = reliability.OURS
RULES_OF_TIES = "Our **coding rules**"  # how the cell of lesson 02 begins that says them

# What is asked in each sheet: the column of the table, and the name of the coding.
ASKED = {
    "claims": {"kind": "kind of claim", "checkable": "checkable"},
    "reasons": {"relation": "relation of a reason", "strength": "strength of a reason"},
    "ties": {"kind": "kind of tie", "sign": "sign of a tie", "status": "status of a tie"},
    "evidence": {"bearing": "bearing of a judgement", "strength": "strength of a judgement"},
}


@dataclass(frozen=True)
class Later:
    """A later round: the codings that it asks of fresh rows.

    Attributes
    ----------
    seed : int
        What its judgements are drawn by.
    codings : dict of str to dict of str to str
        For each sheet, the columns that are asked and the names of the codings.
    argument : str
        Whose judgements may be drawn.
    """

    seed: int
    codings: dict[str, dict[str, str]]
    argument: str


ROUNDS = {
    "2": Later(
        20261128,
        {
            "evidence": {
                "bearing": "bearing of a judgement, second rule",
                "strength": "strength of a judgement, second rule",
            }
        },
        "commentary",
    ),
    # The text's own reasons were all asked before: those of its rival are the fresh ones.
    "3": Later(
        20261129,
        {
            "reasons": {"strength": "strength of a reason, second rule"},
            "evidence": {
                "bearing": "bearing of a judgement, third time",
                "strength": "strength of a judgement, third rule",
            },
        },
        "both",
    ),
    "4": Later(
        20261130, {"evidence": {"strength": "strength of a judgement, fourth rule"}}, "both"
    ),
    # What no round has asked so far, by two who had no part in the rule; and the rival's reasons.
    "5": Later(
        20261201,
        {
            "reasons": {"strength": "strength of a reason, second rule, two readers"},
            "evidence": {"strength": "strength of a judgement, fourth rule, two readers"},
        },
        "both",
    ),
}
# What a coder may answer beside the codes of the table.
BESIDE = {
    "relation of a reason": {"none": "neither: accepting the source moves the target not at all"},
    "strength of a reason": {"0": "no relation"},
}
# Tables whose rows a judgement rests on, and the columns that say what such a row holds.
SAYS = {
    "observations": ("indicator", "subject", "object", "date", "value", "unit", "note"),
    "events": ("date", "title", "note"),
    "ties": ("source", "label", "target", "start", "note"),
    "alliances": ("treaty", "members", "signed"),
    "positions": ("author", "date", "position", "reason"),
    "forecasts": ("question", "outcome", "what"),
    "resolutions": ("date", "title"),
}


def drawn(rows: pd.DataFrame, strata: list[str], seed: int = SEED) -> pd.DataFrame:
    """Draw `DRAWN` rows by seed, or all of fewer: from each stratum by its share, one at least."""
    share = min(1, DRAWN / len(rows))
    parts = [
        group.sample(max(1, round(share * len(group))), random_state=seed)
        for _, group in rows.groupby(strata, observed=True, dropna=False)
    ]
    return pd.concat(parts).sample(frac=1, random_state=seed)[:DRAWN].sort_values("id")


def claims() -> pd.DataFrame:
    """Return the claims, all of them, without our codes."""
    rows = tables.read("claims")
    return rows[["id", "paragraph", "claim"]]


def reasons() -> pd.DataFrame:
    """Return all reasons but two-way ones: what is said on both ends."""
    said = tables.read("claims").set_index("id")["claim"].to_dict()
    voices = tables.read("positions")
    said |= dict(zip(voices["id"], voices["position"] + " Because: " + voices["reason"]))
    rows = tables.read("reasons")
    # A voice that qualifies has an arrow each way between the same two ends: a sheet cannot ask
    # for one of them without saying which.
    rows = rows[~rows.duplicated(["source", "target"], keep=False)]
    return pd.DataFrame(
        {"id": rows["id"], "source": rows["source"].map(said), "target": rows["target"].map(said)}
    )


def ties() -> pd.DataFrame:
    """Return a sample of ties: the claim or the words they come from."""
    rows = network.ties()
    name = tables.read("actors").set_index("id")["name"]
    said = tables.read("claims").set_index("id")["claim"]
    by_text = rows["asserted_by"].astype(str) == "commentary"
    rows = rows.assign(
        words=rows["claim"].map(said).where(by_text, rows["label"]),
        source=rows["source"].map(name),
        target=rows["target"].map(name),
    )
    rows = drawn(rows, ["asserted_by", "crosses"])
    return rows[["id", "asserted_by", "source", "target", "words"]]


def evidence() -> pd.DataFrame:
    """Return the judgements of the first round: the claim, and the rows that are set against it."""
    rows = tables.read("evidence")
    return _asked_of(drawn(rows, ["bearing", "hindsight"]))


def fresh_evidence(turn: str) -> pd.DataFrame:
    """Return the judgements of a later round: none that an earlier round asked."""
    rows = tables.read("evidence", argument=ROUNDS[turn].argument)
    asked = _kept(turn)["row"]
    rows = rows[~rows["id"].isin(asked)]
    with tables.using(tables.argument_shelf(ROUNDS[turn].argument)):
        return _asked_of(drawn(rows, ["argument", "bearing", "hindsight"], ROUNDS[turn].seed))


def fresh_reasons(turn: str) -> pd.DataFrame:
    """Return the reasons between the rival's own claims, which the first round did not ask."""
    rows = tables.read("reasons", argument="rival")
    said = tables.read("claims", argument="rival").set_index("id")["claim"]
    own = rows[["source", "target"]].isin(set(said.index)).all(axis=1)
    said = said.to_dict()
    rows = rows[own]
    ends = {end: rows[end].map(said) for end in ("source", "target")}
    return pd.DataFrame({"id": rows["id"], "relation": rows["relation"], **ends})


FRESH = {"evidence": fresh_evidence, "reasons": fresh_reasons}


def _asked_of(rows: pd.DataFrame) -> pd.DataFrame:
    said = tables.read("claims", argument="both").set_index("id")["claim"]
    told = [" || ".join(_told(one) for one in cell.split(";")) for cell in rows["rows"]]
    return pd.DataFrame({"id": rows["id"], "claim": rows["claim"].map(said), "facts": told})


def _told(one: str) -> str:
    """Say in one line what a row of any table holds."""
    table = ledger.rows_of(one)["table"].iloc[0]
    row = tables.read(table).set_index("id").loc[one]
    return ", ".join(str(row[c]) for c in SAYS[table] if c in row and pd.notna(row[c]))


def _kept(turn: str) -> pd.DataFrame:
    """Return the committed codes of the rounds before, with what ours were then."""
    codes = tables.read("recodings").astype(str)
    later = [r.codings for number, r in ROUNDS.items() if number >= turn]
    dropped = {
        what for codings in later for columns in codings.values() for what in columns.values()
    }
    return codes[~codes["what"].isin(dropped)]


SHEETS = {"claims": claims, "reasons": reasons, "ties": ties, "evidence": evidence}


def codebook(sheets: list[str]) -> str:
    """Write the rules that a coder has: the tables' own meanings, and the rules of judgement."""
    lines = ["# Codebook"]
    for table in sheets:
        columns = ASKED[table]
        lines.append(f"## {table}")
        for column in columns:
            field = tables.field(table, column)
            lines.append(f"**{column}**: {field['description']}")
            lines += [f"- `{code}`: {meaning}" for code, meaning in _offered(table, column).items()]
    if "ties" in sheets:
        lines += ["## Rules of ties (for the sheet ties)", _rules_of_ties()]
    lines.append("## Rules of judgement (for the sheet evidence)")
    lines += [f"- {r.id}: {r.rule} {r.why}" for r in tables.read("rules").itertuples()]
    return "\n\n".join(lines) + "\n"


def _offered(table: str, column: str) -> dict[str, str]:
    """Return the codes of a column and what each means."""
    field = tables.field(table, column)
    codes = field.get("meanings") or dict.fromkeys(field["constraints"]["enum"], "")
    beside = BESIDE.get(ASKED[table].get(column), {})
    return {str(code): meaning for code, meaning in {**codes, **beside}.items()}


def _rules_of_ties() -> str:
    """Return the cell of lesson 02 that says how ties are coded."""
    lesson = json.loads((ROOT / "notebooks" / "02_actors_and_ties.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in lesson["cells"]]
    return next(cell for cell in cells if cell.startswith(RULES_OF_TIES))


def write_sheets(folder: Path, turn: str | None = None) -> None:
    """Write codebook and sheets, of a later round if `turn` names one; what is asked is empty."""
    asked = ROUNDS[turn].codings if turn else ASKED
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "codebook.md").write_text(codebook(list(asked)), encoding="utf-8")
    for table, columns in asked.items():
        rows = FRESH[table](turn) if turn else SHEETS[table]()
        sheet = rows.assign(**dict.fromkeys(columns, ""))
        sheet.to_csv(folder / f"{table}.csv", index=False, lineterminator="\n")
        print(f"{table}: {len(sheet)} rows")


def gather(folder: Path) -> pd.DataFrame:
    """Return everybody's codes, ours first: columns ``what``, ``row``, ``coder``, ``code``."""
    parts = []
    for table, columns in ASKED.items():
        asked = SHEETS[table]()["id"]
        ours = tables.read(table).set_index("id").loc[asked].reset_index()
        coded = {OURS: ours}
        for coder in CODERS:
            path = _of(folder, coder) / f"{table}.csv"
            coded[coder] = pd.read_csv(path, dtype=str, keep_default_na=False)
            found = coded[coder].set_index("id")
            if missing := set(asked) - set(found.index):
                raise ValueError(f"{path}: no codes for {', '.join(sorted(missing)[:5])}")
            coded[coder] = found.loc[asked].reset_index()
        for column, what in columns.items():
            parts += [_codes_of(coder, rows, asked, column, what) for coder, rows in coded.items()]
    rows = pd.concat(parts, ignore_index=True)
    # The strength of a voice follows from columns that a sheet does not show; it is no judgement.
    of_voices = (
        rows["row"]
        .map(tables.read("reasons").set_index("id")["source"])
        .map(lambda source: isinstance(source, str) and weighing.is_voice(source))
    )
    rows = rows[~((rows["what"] == "strength of a reason") & of_voices)]
    wrong = _unknown(rows)
    if wrong:
        raise ValueError("codes that the codebook does not have: " + "; ".join(wrong[:10]))
    return rows


def gather_again(folder: Path, turn: str) -> pd.DataFrame:
    """Return the codes of earlier rounds as they were kept, and those of round `turn` below."""
    later = ROUNDS[turn]
    parts = [_kept(turn)]
    coders = [c for c in (*reliability.NEUTRAL, reliability.READER) if _of(folder, c).is_dir()]
    for table, columns in later.codings.items():
        asked = pd.read_csv(folder / f"{table}.csv", dtype=str)["id"]
        coded = {OURS: tables.read(table, argument="both")}
        for coder in coders:
            path = _of(folder, coder) / f"{table}.csv"
            coded[coder] = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column, what in columns.items():
            parts += [_codes_of(coder, rows, asked, column, what) for coder, rows in coded.items()]
    found = pd.concat(parts, ignore_index=True)
    if wrong := _unknown(found, later.codings):
        raise ValueError("codes that the codebook does not have: " + "; ".join(wrong[:10]))
    return found


def _of(folder: Path, coder: str) -> Path:
    """Return the folder in which a coder's sheets lie."""
    return folder / coder.replace(" ", "_")


def _codes_of(coder: str, rows: pd.DataFrame, asked, column: str, what: str) -> pd.DataFrame:
    """Return one coder's codes of one coding, as the table recodings has them."""
    if missing := set(asked) - set(rows["id"]):
        raise ValueError(f"{coder}, {what}: no codes for {', '.join(sorted(missing)[:5])}")
    codes = rows.set_index("id").loc[asked, column].astype(str).str.strip()
    return pd.DataFrame(
        {"what": what, "row": codes.index, "coder": coder, "code": codes.to_numpy()}
    )


def _unknown(rows: pd.DataFrame, asked: dict = ASKED) -> list[str]:
    """List codes that are none of those the description offers."""
    wrong = []
    for table, columns in asked.items():
        for column, what in columns.items():
            offered = set(_offered(table, column))
            bad = rows[(rows["what"] == what) & ~rows["code"].isin(offered)]
            wrong += [f"{b.coder}, {b.row}, {what}: {b.code!r}" for b in bad.itertuples()]
    return wrong


if __name__ == "__main__":
    act, folder = sys.argv[1], Path(sys.argv[2])
    turn = sys.argv[4] if sys.argv[3:4] == ["--round"] else None
    if act == "sheets":
        write_sheets(folder, turn)
    elif act == "gather":
        found = gather_again(folder, turn) if turn else gather(folder)
        found.to_csv(ROOT / "data" / "recodings.csv", index=False, lineterminator="\n")
        measured = reliability.measure(found)
        measured.to_csv(ROOT / "data" / "reliability.csv", index=False, lineterminator="\n")
        print(f"{len(found)} codes gathered", measured.to_string(), sep="\n")
    else:
        sys.exit(__doc__)
