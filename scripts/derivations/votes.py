"""Roll calls of the General Assembly on Ukraine, Crimea and North Korea, from two raw copies.

Answers: how did every member vote on resolution X? The regular sessions come from `unga-votes`
(Bailey, Strezhnev and Voeten; one row a roll call, one column a state) by roll-call number; 68/262
and ES-11/1 from `unga-ukraine` (state names). Numbers were matched to symbols by date, tally and a
second list of titles. A member on the day is every state whose code is not 9; the two lists of
`unga-ukraine` name only those that voted, so the rest of the members of that day are absent. Left
out: 71/205 of 2016, for which the raw copy holds 25 noes where 26 are published.
"""

import pathlib

import pandas as pd

ROLL_CALLS = {
    4604: "A/RES/60/173",
    5377: "A/RES/69/188",
    5458: "A/RES/70/172",
    5558: "A/RES/72/190",
    6125: "A/RES/73/194",
    6155: "A/RES/73/263",
    9075: "A/RES/74/17",
    9111: "A/RES/74/168",
    9225: "A/RES/75/29",
    9196: "A/RES/75/192",
    9299: "A/RES/76/179",
    9383: "A/RES/77/229",
}
NAMED = {"68/262": ("A/RES/68/262", "2014-03-27"), "ES-11/1": ("A/RES/ES-11/1", "2022-03-02")}
CODES = {1: "yes", 2: "abstain", 3: "no", 8: "absent"}
NOT_MEMBER = 9
COLUMNS = ["resolution", "state", "vote", "status"]
NAMES = {
    "Afghanistan": "AFG",
    "Albania": "ALB",
    "Algeria": "DZA",
    "Andorra": "AND",
    "Angola": "AGO",
    "Antigua and Barbuda": "ATG",
    "Argentina": "ARG",
    "Armenia": "ARM",
    "Australia": "AUS",
    "Austria": "AUT",
    "Azerbaijan": "AZE",
    "Bahamas": "BHS",
    "Bahrain": "BHR",
    "Bangladesh": "BGD",
    "Barbados": "BRB",
    "Belarus": "BLR",
    "Belgium": "BEL",
    "Belize": "BLZ",
    "Benin": "BEN",
    "Bhutan": "BTN",
    "Bolivia": "BOL",
    "Bosnia and Herz.": "BIH",
    "Bosnia-Herzegovina": "BIH",
    "Botswana": "BWA",
    "Brazil": "BRA",
    "Brunei": "BRN",
    "Bulgaria": "BGR",
    "Burkina Faso": "BFA",
    "Burundi": "BDI",
    "Cabo Verde": "CPV",
    "Cambodia": "KHM",
    "Cameroon": "CMR",
    "Canada": "CAN",
    "Cape Verde": "CPV",
    "Central African Rep.": "CAF",
    "Chad": "TCD",
    "Chile": "CHL",
    "China": "CHN",
    "Colombia": "COL",
    "Comoros": "COM",
    "Congo": "COG",
    "Costa Rica": "CRI",
    "Croatia": "HRV",
    "Cuba": "CUB",
    "Cyprus": "CYP",
    "Czechia": "CZE",
    "Côte d'Ivoire": "CIV",
    "Dem. Rep. Congo": "COD",
    "Denmark": "DNK",
    "Djibouti": "DJI",
    "Dominica": "DMA",
    "Dominican Rep.": "DOM",
    "Ecuador": "ECU",
    "Egypt": "EGY",
    "El Salvador": "SLV",
    "Eq. Guinea": "GNQ",
    "Eritrea": "ERI",
    "Estonia": "EST",
    "Ethiopia": "ETH",
    "Fiji": "FJI",
    "Finland": "FIN",
    "France": "FRA",
    "Gabon": "GAB",
    "Gambia": "GMB",
    "Georgia": "GEO",
    "Germany": "DEU",
    "Ghana": "GHA",
    "Greece": "GRC",
    "Grenada": "GRD",
    "Guatemala": "GTM",
    "Guinea": "GIN",
    "Guinea-Bissau": "GNB",
    "Guyana": "GUY",
    "Haiti": "HTI",
    "Honduras": "HND",
    "Hungary": "HUN",
    "Iceland": "ISL",
    "India": "IND",
    "Indonesia": "IDN",
    "Iran": "IRN",
    "Iraq": "IRQ",
    "Ireland": "IRL",
    "Israel": "ISR",
    "Italy": "ITA",
    "Jamaica": "JAM",
    "Japan": "JPN",
    "Jordan": "JOR",
    "Kazakhstan": "KAZ",
    "Kenya": "KEN",
    "Kiribati": "KIR",
    "Kuwait": "KWT",
    "Kyrgyzstan": "KGZ",
    "Laos": "LAO",
    "Latvia": "LVA",
    "Lebanon": "LBN",
    "Lesotho": "LSO",
    "Liberia": "LBR",
    "Libya": "LBY",
    "Liechtenstein": "LIE",
    "Lithuania": "LTU",
    "Luxembourg": "LUX",
    "Macedonia": "MKD",
    "Madagascar": "MDG",
    "Malawi": "MWI",
    "Malaysia": "MYS",
    "Maldives": "MDV",
    "Mali": "MLI",
    "Malta": "MLT",
    "Marshall Islands": "MHL",
    "Mauritania": "MRT",
    "Mauritius": "MUS",
    "Mexico": "MEX",
    "Micronesia": "FSM",
    "Moldova": "MDA",
    "Monaco": "MCO",
    "Mongolia": "MNG",
    "Montenegro": "MNE",
    "Morocco": "MAR",
    "Mozambique": "MOZ",
    "Myanmar": "MMR",
    "Namibia": "NAM",
    "Nauru": "NRU",
    "Nepal": "NPL",
    "Netherlands": "NLD",
    "New Zealand": "NZL",
    "Nicaragua": "NIC",
    "Niger": "NER",
    "Nigeria": "NGA",
    "North Korea": "PRK",
    "Norway": "NOR",
    "Oman": "OMN",
    "Pakistan": "PAK",
    "Palau": "PLW",
    "Panama": "PAN",
    "Papua New Guinea": "PNG",
    "Paraguay": "PRY",
    "Peru": "PER",
    "Philippines": "PHL",
    "Poland": "POL",
    "Portugal": "PRT",
    "Qatar": "QAT",
    "Republic of Korea": "KOR",
    "Romania": "ROU",
    "Russia": "RUS",
    "Rwanda": "RWA",
    "S. Sudan": "SSD",
    "Saint Kitts and Nevis": "KNA",
    "Saint Lucia": "LCA",
    "Saint Vincent and Grenadines": "VCT",
    "Saint Vincent and the Grenadines": "VCT",
    "Samoa": "WSM",
    "San Marino": "SMR",
    "Saudi Arabia": "SAU",
    "Senegal": "SEN",
    "Serbia": "SRB",
    "Seychelles": "SYC",
    "Sierra Leone": "SLE",
    "Singapore": "SGP",
    "Slovakia": "SVK",
    "Slovenia": "SVN",
    "Solomon Islands": "SLB",
    "Somalia": "SOM",
    "South Africa": "ZAF",
    "South Korea": "KOR",
    "Spain": "ESP",
    "Sri Lanka": "LKA",
    "Sudan": "SDN",
    "Suriname": "SUR",
    "Swaziland": "SWZ",
    "Sweden": "SWE",
    "Switzerland": "CHE",
    "Syria": "SYR",
    "São Tomé and Príncipe": "STP",
    "Tajikistan": "TJK",
    "Tanzania": "TZA",
    "Thailand": "THA",
    "Timor-Leste": "TLS",
    "Togo": "TGO",
    "Tonga": "TON",
    "Trinidad and Tobago": "TTO",
    "Tunisia": "TUN",
    "Turkey": "TUR",
    "Turkmenistan": "TKM",
    "Tuvalu": "TUV",
    "Uganda": "UGA",
    "Ukraine": "UKR",
    "United Arab Emirates": "ARE",
    "United Kingdom": "GBR",
    "United States of America": "USA",
    "Uruguay": "URY",
    "Uzbekistan": "UZB",
    "Vanuatu": "VUT",
    "Venezuela": "VEN",
    "Vietnam": "VNM",
    "Yemen": "YEM",
    "Zambia": "ZMB",
    "Zimbabwe": "ZWE",
    "eSwatini": "SWZ",
}


def derive(raw: pathlib.Path) -> dict[str, pd.DataFrame]:
    """Roll calls as rows of `votes`.

    Parameters
    ----------
    raw : pathlib.Path
        Folder that holds `unga-votes/` and `unga-ukraine/`.

    Returns
    -------
    dict of str to pandas.DataFrame
        `votes`: resolution, state (ISO alpha-3), vote (yes, no, abstain, absent), status
        (recorded).

    Raises
    ------
    KeyError
        If a state name of `unga-ukraine` is not in `NAMES`.
    """
    calls = pd.read_csv(raw / "unga-votes" / "unga_votes_1946_2024.csv", low_memory=False)
    states = [c for c in calls.columns if len(c) == 3 and c.isupper()]
    regular = (
        calls[calls.rcid.isin(ROLL_CALLS)]
        .melt("rcid", states, "state", "code")
        .query("code != @NOT_MEMBER")
    )
    regular = regular.assign(
        resolution=regular.rcid.map(ROLL_CALLS), vote=regular.code.astype(int).map(CODES)
    )
    listed = pd.read_csv(raw / "unga-ukraine" / "roll_calls.csv")
    parts = [regular] + [
        _named(listed[listed.resolution == key], symbol, _members(calls, states, date))
        for key, (symbol, date) in NAMED.items()
    ]
    votes = pd.concat(parts).assign(status="recorded")[COLUMNS]
    return {"votes": votes.sort_values(["resolution", "state"], ignore_index=True)}


def tally(votes: pd.DataFrame) -> pd.DataFrame:
    """Count a table of votes: one row a resolution, columns yes, no, abstain, absent, unknown."""
    counts = votes.groupby(["resolution", "vote"]).size().unstack(fill_value=0)
    return counts.reindex(columns=["yes", "no", "abstain", "absent", "unknown"], fill_value=0)


def yes_shares(votes: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Share of ayes within groups of members, resolution by resolution, in percent.

    Parameters
    ----------
    votes : pandas.DataFrame
        Rows of `votes`; resolutions with an unknown vote are left out.
    group : pandas.Series
        Group by state; states that are not in it are left out.

    Returns
    -------
    pandas.DataFrame
        resolution, group, members, yes, share (absent members count in the total).
    """
    whole = votes[~votes.resolution.isin(votes.resolution[votes.vote == "unknown"])]
    rows = whole.assign(group=whole.state.map(group), aye=whole.vote == "yes").dropna(
        subset=["group"]
    )
    out = rows.groupby(["resolution", "group"], as_index=False).agg(
        members=("aye", "size"), yes=("aye", "sum")
    )
    return out.assign(share=(100 * out.yes / out.members).round(1))


def _members(calls, states, date):
    """States that the last roll call up to a date does not code as outside the membership."""
    last = calls[calls.date <= date].sort_values("date").iloc[-1]
    return [s for s in states if last[s] != NOT_MEMBER]


def _named(listed, symbol, members):
    named = {NAMES[name]: vote for name, vote in zip(listed.country, listed.vote)}
    return pd.DataFrame(
        {"resolution": symbol, "state": members, "vote": [named.get(s, "absent") for s in members]}
    )
