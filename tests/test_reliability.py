"""Our own coding, coded again: alpha by hand, the table by recomputation, and what is shown."""

import pandas as pd
import pytest

from theatres import explore_recoding, tables
from theatres.model import reliability


def codes(what: str, **by_coder: str) -> pd.DataFrame:
    """Codes of one coding: a letter a row, coder by coder."""
    return pd.DataFrame(
        [
            (what, f"r{i}", coder.replace("_", " "), code)
            for coder, given in by_coder.items()
            for i, code in enumerate(given)
        ],
        columns=["what", "row", "coder", "code"],
    )


def test_alpha_of_two_neutral_coders_by_hand():
    # Ten rows, codes a or b; they differ on two: observed disagreement 2/10. Of the twenty codes
    # twelve are a and eight b, so chance gives 2 * 12 * 8 / (20 * 19).
    given = codes("kind of tie", neutral_1="aaaaabbbba", neutral_2="aaaaabbbab", ours="aaaaabbbba")
    measured = reliability.measure(given, draws=50).set_index("coders")
    a, b = 12, 8  # six a and four b each
    chance = 2 * a * b / (20 * 19)
    assert measured.at["neutral coders", "alpha"] == round(1 - 0.2 / chance, 3)
    assert measured.at["neutral coders", "agree"] == 0.8


def test_order_counts_where_codes_have_one():
    near = codes("strength of a judgement", neutral_1="123123", neutral_2="123122", ours="123123")
    far = codes("strength of a judgement", neutral_1="123123", neutral_2="123121", ours="123123")
    alpha = [reliability.measure(g, draws=5)["alpha"].iloc[0] for g in (near, far)]
    assert alpha[0] > alpha[1]


def test_the_committed_alphas_are_those_of_the_committed_codes():
    kept = tables.read("reliability").astype({"what": str, "coders": str})
    again = reliability.measure(tables.read("recodings").astype(str), draws=20)
    alphas = [rows.set_index(["what", "coders"])["alpha"].to_dict() for rows in (kept, again)]
    assert alphas[0] == alphas[1]
    assert (kept["low"] <= kept["alpha"]).all() and (kept["alpha"] <= kept["high"]).all()


def test_partisan_coders_are_never_in_alpha():
    for coders in reliability.GROUPS.values():
        assert not set(coders) & set(reliability.PARTISAN)


def test_the_explorer_says_what_the_table_holds():
    explorer = explore_recoding("kind of claim")
    rows = reliability.measured().set_index(["what", "coders"])
    alpha = rows.at[("kind of claim", "neutral coders"), "alpha"]
    assert f"{alpha:.2f}" in explorer.words()
    explorer.become(coding="bearing of a judgement")
    listed = reliability.disagreements("bearing of a judgement")["row"]
    assert all(row in explorer.rows_apart.value for row in listed)


def test_an_unknown_coding_is_refused():
    with pytest.raises(ValueError, match="choose one of"):
        explore_recoding("kind of river")


def test_fresh_rows_are_none_of_the_first_round():
    codes = tables.read("recodings").astype(str)
    rows = {what: set(group["row"]) for what, group in codes.groupby("what")}
    fresh = rows["bearing of a judgement, second rule"]
    assert len(fresh) == 80
    assert not fresh & rows["bearing of a judgement"]


def test_a_coding_without_partisan_coders_lists_its_rows():
    listed = reliability.disagreements("bearing of a judgement, second rule")
    assert not set(reliability.PARTISAN) & set(listed.columns)
    assert set(listed.columns) >= {"row", reliability.OURS, *reliability.NEUTRAL}


def test_the_last_round_asked_only_judgements_that_no_round_had_asked():
    codes = tables.read("recodings").astype(str)
    last = "strength of a judgement, fourth rule, two readers"
    of_judgements = codes["what"].str.startswith(("bearing of", "strength of a judgement"))
    before = set(codes.loc[of_judgements & (codes["what"] != last), "row"])
    rows = codes[codes["what"] == last]
    assert not set(rows["row"]) & before
    assert set(rows["coder"]) == {reliability.OURS, *reliability.NEUTRAL}
