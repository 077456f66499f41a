"""Floor 1: can two theatres be told apart? The tools of lesson 08 under one name.

Which ties count and where the border runs (`border`), what chance would give (`chance`), what the
network falls into (`communities`), and what would part it (`cuts`). Each is at home there.
"""

from .. import tables
from .border import (
    HUBS,
    KINDS,
    RUSSIA,
    SCOPE,
    SOURCES,
    STATUS,
    USA,
    WEIGHTS,
    WHERE,
    Coded,
    Engagements,
    code,
    counted_ties,
    crossing,
    crossing_share,
    ei_index,
    engagements,
    overlapping,
    percent,
)
from .chance import DRAWS, LEVEL, NULLS, SEED, ChanceTest, chance_test, coins, deals, p_value
from .communities import (
    Graph,
    communities,
    community_test,
    graph,
    likeness,
    modularity,
    normalised_mutual_information,
    pair_of,
)
from .cuts import (
    POLICIES,
    Connection,
    Policy,
    connection,
    theatre_cut,
    with_policies,
)

FIRST, LAST = tables.YEARS

__all__ = [
    "ChanceTest",
    "Coded",
    "Connection",
    "DRAWS",
    "Engagements",
    "FIRST",
    "Graph",
    "HUBS",
    "KINDS",
    "LAST",
    "LEVEL",
    "NULLS",
    "POLICIES",
    "Policy",
    "RUSSIA",
    "SCOPE",
    "SEED",
    "SOURCES",
    "STATUS",
    "USA",
    "WEIGHTS",
    "WHERE",
    "code",
    "coins",
    "deals",
    "communities",
    "community_test",
    "connection",
    "counted_ties",
    "crossing",
    "crossing_share",
    "ei_index",
    "engagements",
    "graph",
    "likeness",
    "modularity",
    "normalised_mutual_information",
    "overlapping",
    "p_value",
    "pair_of",
    "percent",
    "tables",
    "theatre_cut",
    "chance_test",
    "with_policies",
]
