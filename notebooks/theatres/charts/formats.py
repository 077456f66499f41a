"""Floor 2: seats in formats, attendance at summits, and what a prescription acts on."""

from __future__ import annotations

import altair as alt
import pandas as pd

from .theme import (
    BLUE,
    FAMILY_COLOUR,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    WIDTH,
    Drawn,
    Rows,
    by_date,
    colour_and_shape,
    either,
    hindsight,
    overlay,
    picks,
)

# In an order that goes from NATO's side over mixed formats to those without the West.
ORDER = [
    "NATO",
    "EU",
    "G7",
    "UDCG",
    "PURL",
    "ITPP",
    "IP4",
    "EU_SDP",
    "AUKUS",
    "FIVE_EYES",
    "QUAD",
    "G20",
    "ASEAN",
    "BRICS",
    "SCO",
    "EAEU",
    "CSTO",
]
SHORT = {
    "UDCG": "Ramstein group*",
    "PURL": "US arms list (PURL)*",
    "ITPP": "NATO programmes*",
    "IP4": "IP4 (the four)",
    "EU_SDP": "EU defence pacts",
    "FIVE_EYES": "Five Eyes",
    "QUAD": "Quad",
}
ROLES = {
    "member": (BLUE, "circle"),
    "partner": (VERMILION, "diamond"),
    "observer": (GREEN, "triangle-up"),
    "guest": (ORANGE, "cross"),
}
LEVELS = {
    "leader": (BLUE, "circle"),
    "deputy": (ORANGE, "square"),
    "minister": (GREEN, "triangle-up"),
    "absent": (VERMILION, "cross"),
    "unknown": (GREY, "diamond"),
}
SHAPES = {
    "arms": "triangle-up",
    "cooperation": "circle",
    "economy": "square",
    "words": "diamond",
    "pressure": "cross",
    "proposed": "triangle-right",
}


def label(group: str) -> str:
    """Return a format's name; a star marks those with the four partners only in the table."""
    return SHORT.get(group, group)


def in_order(groups) -> list[str]:
    """Return formats from NATO's side to those without the West, each once."""
    return [g for g in ORDER if g in set(groups)] + sorted(set(groups) - set(ORDER))


def seat_matrix(
    seats: pd.DataFrame,
    actors: list[str],
    name: pd.Series,
    *,
    year: int,
    both: list[str],
    together: list[str],
) -> Drawn:
    """Draw who sits where: formats down, actors across, one mark a seat.

    Parameters
    ----------
    seats : pandas.DataFrame
        As `model.formats.seats` returns them, of all years; the browser filters by the param
        ``year``.
    actors : list of str
        The columns, in their order.
    name : pandas.Series
        Name of each actor.
    year : int
        Starting value of the param.
    both : list of str
        Actors that sit in every chosen format (param): they stand out, the others are faint; empty:
        all stand out.
    together : list of str
        The chosen formats (param): a band lies behind them.

    Returns
    -------
    Drawn
        Selection ``seat`` (field ``id``, "actor|group") tells what was clicked; ``format`` (field
        ``row``) holds the formats whose names have been clicked an odd number of times.
    """
    groups = in_order(seats["group"])
    rows = seats[seats["actor"].isin(actors)]
    whole = [
        {
            "id": f"{r.actor}|{r.group}",
            "actor": r.actor,
            "who": name[r.actor],
            "format": label(r.group),
            "role": str(r.role),
            "start": r.since if isinstance(r.since, str) else "not sourced",
            "since": None if pd.isna(r.from_year) else int(r.from_year),
            "until": None if pd.isna(r.to_year) else int(r.to_year),
        }
        for r in rows.itertuples()
    ]
    bands = [{"row": g, "format": label(g)} for g in groups]
    return Drawn(
        _seat_matrix,
        tuple(name[a] for a in actors),
        tuple(groups),
        rows={"seats": whole, "bands": bands},
        params={"year": year, "both": both, "together": together},
    )


def _seat_matrix(people: tuple[str, ...], groups: tuple[str, ...]) -> alt.LayerChart:
    # The axes keep their places whatever the filters leave, so that a change of year moves nobody.
    x = alt.X(
        "who:N",
        title=None,
        scale=alt.Scale(domain=list(people)),
        axis=alt.Axis(labelAngle=-55, orient="top", labelLimit=150, grid=True, gridDash=[1, 3]),
    )
    y = alt.Y(
        "format:N",
        title=None,
        scale=alt.Scale(domain=[label(g) for g in groups]),
        axis=alt.Axis(labels=False, ticks=False, grid=True, gridDash=[1, 3]),
    )
    bands = alt.Chart(alt.NamedData("bands")).encode(y=y)
    band = bands.transform_filter("indexof(together, datum.row) >= 0").mark_rule(
        color=GREY, strokeWidth=14, opacity=0.25
    )
    # Each click turns a name; a click into the void leaves all as they are.
    turn = alt.selection_point(
        name="format", fields=["row"], on="click", toggle="true", clear=False
    )
    names = (
        bands.mark_text(align="right", dx=-8, fontSize=12, cursor="pointer")
        .encode(
            x=alt.XValue(0),
            text="format:N",
            tooltip=alt.TooltipValue("Click: who sits in all the formats chosen?"),
        )
        .add_params(turn)
    )
    pick = picks("seat", "id")
    marks = (
        alt.Chart(alt.NamedData("seats"), name="trace_seats")
        .transform_filter(
            "(datum.since == null || datum.since <= year)"
            " && (datum.until == null || datum.until > year)"
        )
        .mark_point(filled=True, size=85)
        .encode(
            x=x,
            y=y,
            **colour_and_shape("role:N", "Sits as", ROLES, orient="bottom", symbolSize=110),
            opacity=either(
                alt.OpacityValue, "!length(together) || indexof(both, datum.actor) >= 0", 1, 0.2
            ),
            tooltip=[
                alt.Tooltip("who:N", title="Who"),
                alt.Tooltip("format:N", title="In"),
                alt.Tooltip("role:N", title="As"),
                alt.Tooltip("start:N", title="Since"),
            ],
        )
        .add_params(pick)
    )
    return overlay(
        band,
        names,
        marks,
        params=[
            alt.param(name="year", value=0),
            alt.param(name="both", value=[]),
            alt.param(name="together", value=[]),
        ],
        width=WIDTH - 150,
        height=alt.Step(17),
    )


def attendance_grid(attendance: pd.DataFrame, name: pd.Series, who: str = "") -> alt.LayerChart:
    """Draw at what level each partner came to each summit.

    Parameters
    ----------
    attendance : pandas.DataFrame
        The attendance table.
    name : pandas.Series
        Name of each actor.
    who : str, optional
        Starting value of the param ``who``: one partner stands out; empty: all.

    Returns
    -------
    altair.LayerChart
        Selection ``guest`` (field ``id``, "summit|actor") tells what was clicked.
    """
    rows = attendance.sort_values("date")
    rows = rows.assign(
        id=rows["summit"] + "|" + rows["actor"],
        who_name=rows["actor"].map(name),
        level=rows["level"].astype(str),
    )[["id", "summit", "date", "actor", "who_name", "level", "note"]]
    pick = picks("guest", "id")
    base = alt.Chart(Rows(rows)).encode(
        x=alt.X(
            "summit:N",
            title=None,
            sort=list(dict.fromkeys(rows["summit"])),
            axis=alt.Axis(labelAngle=0, orient="top", labelLimit=140),
        ),
        y=alt.Y("who_name:N", title=None),
        opacity=either(alt.OpacityValue, "who == '' || who == datum.actor", 1, 0.2),
    )
    marks = (
        base.mark_point(filled=True, size=420)
        .encode(
            **colour_and_shape("level:N", "Highest level", LEVELS, orient="bottom", symbolSize=140),
            tooltip=[
                alt.Tooltip("who_name:N", title="Partner"),
                alt.Tooltip("summit:N", title="Summit"),
                alt.Tooltip("level:N", title="Highest level"),
                alt.Tooltip("note:N", title="Note"),
            ],
        )
        .add_params(pick)
    )
    return overlay(
        marks,
        base.mark_text(dy=24, fontSize=12).encode(text=alt.Text("level:N")),
        params=[alt.param(name="who", value=who)],
        width=WIDTH - 140,
        height=alt.Step(66),
    )


def acting_timeline(
    proposals: pd.DataFrame, ties: pd.DataFrame, name: pd.Series, after: bool = False
) -> alt.LayerChart:
    """Draw the ties that stand where a prescription proposes one, by their start.

    Parameters
    ----------
    proposals : pandas.DataFrame
        As `model.formats.acts_on` returns them.
    ties : pandas.DataFrame
        As `model.network.ties` returns them.
    name : pandas.Series
        Name of each actor.
    after : bool, optional
        Starting value of the param ``after``: whether ties that began after the text are shown.

    Returns
    -------
    altair.LayerChart
        Selection ``tie`` (field ``id``) tells what was clicked, a standing tie or the proposed one.
    """
    by_id = ties.set_index("id")
    ends = [by_id[end].map(name) for end in ("source", "target")]
    lane = {p.id: f"{name[p.source]} → {name[p.target]}" for p in proposals.itertuples()}
    found = [
        (p.id, t, late)
        for p in proposals.itertuples()
        for late, ids in ((False, p.before), (True, p.after))
        for t in ids
    ]
    rows = [
        {
            "id": t,
            "lane": lane[p],
            "late": late,
            "start": by_id.at[t, "start"],
            "said": by_id.at[t, "start"],
            "family": by_id.at[t, "family"],
            "asserted_by": str(by_id.at[t, "asserted_by"]),
            "what": f"{ends[0][t]} {by_id.at[t, 'label']} {ends[1][t]}",
        }
        for p, t, late in found
    ]
    rows += [
        {
            "id": p.id,
            "lane": lane[p.id],
            "late": False,
            "start": by_id.at[p.id, "start"],
            "said": "proposed",
            "family": "proposed",
            "asserted_by": "commentary",
            "what": f"{name[p.source]} {p.label} {name[p.target]}",
        }
        for p in proposals.itertuples()
    ]
    # Ties that began in one half-year would hide each other: they stand above one another.
    stacks: dict = {}
    for row in rows:
        row["start"] = max(
            _day(row["start"]), "2000-01-01"
        )  # treaties of the 1950s would leave most of the axis empty
        stacks.setdefault((row["lane"], row["start"][:4], row["start"][5:7] > "06"), []).append(row)
    for stack in stacks.values():
        for i, row in enumerate(stack):
            row["place"] = i - (len(stack) - 1) / 2 + 0.7 * (row["family"] == "proposed")
    room = max(3, max(map(len, stacks.values())) / 2 + 1)
    pick = picks("tie", "id")
    x = by_date(
        "start",
        title="Began (older ones stand at the left end)",
        axis=alt.Axis(format="%Y", tickCount=12),
        domain=["1999-07-01", "2026-12-31"],
    )
    y = alt.Y(
        "lane:N",
        title=None,
        sort=list(lane.values()),
        axis=alt.Axis(labelLimit=260, grid=True, gridDash=[1, 3]),
    )
    ground, words = hindsight("utc(2026, 11, 31)")
    families = [*FAMILY_COLOUR, "proposed"]
    drawn = {row["family"] for row in rows}
    dots = (
        alt.Chart(Rows(rows))
        .transform_filter("after || !datum.late")
        .mark_point(
            filled=True, opacity=0.9, xOffset=alt.expr("datum.family == 'proposed' ? 13 : 0")
        )
        .encode(  # beside the line of the text, not on it
            x=x,
            y=y,
            size=either(alt.SizeValue, "datum.family == 'proposed'", 150, 80),
            yOffset=alt.YOffset("place:Q", scale=alt.Scale(domain=[-room, room])),
            color=alt.Color(
                "family:N",
                title="Kind of tie",
                scale=alt.Scale(domain=families, range=[*FAMILY_COLOUR.values(), GREY]),
                legend=alt.Legend(
                    orient="bottom", symbolSize=120, values=[f for f in families if f in drawn]
                ),
            ),
            shape=alt.Shape(
                "family:N",
                title="Kind of tie",
                scale=alt.Scale(domain=families, range=[SHAPES[f] for f in families]),
            ),
            tooltip=[
                alt.Tooltip("what:N", title="Tie"),
                alt.Tooltip("said:N", title="Since"),
                alt.Tooltip("asserted_by:N", title="On whose word"),
            ],
        )
        .add_params(pick)
    )
    return overlay(
        ground,
        dots,
        *words,
        params=[alt.param(name="after", value=after)],
        width=WIDTH - 190,
        height=alt.Step(min(330 // len(lane), 150)),
    )


def _day(date: str) -> str:
    """Give a date of any precision a day, the first it allows."""
    return f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10]
