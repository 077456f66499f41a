"""Floor 1: the argument in a form that argument-mapping tools read."""

from __future__ import annotations

import json

import pandas as pd

from .. import tables
from .weighing import Framework

SUPPORT, ATTACK = ("RA", "Default Inference"), ("CA", "Default Conflict")


def argument_interchange(graph: Framework) -> str:
    """Write the argument in the Argument Interchange Format, which argument-mapping tools read.

    Parameters
    ----------
    graph : Framework
        As `weighing.argument_graph` returns it.

    Returns
    -------
    str
        JSON: an I-node for each claim or position, an RA-node (support) or CA-node (attack) for
        each reason.
    """
    told = [("claims", "claim"), ("positions", "position")]
    words = pd.concat([tables.read(table).set_index("id")[column] for table, column in told])
    nodes = [
        {"nodeID": name, "text": str(words.get(name, name)), "type": "I", "timestamp": ""}
        for name in graph.arguments
    ]
    ends = []
    for name in graph.arguments:
        for link in graph.reasons[name]:
            sign = "+" if link.sign > 0 else "-"  # a voice may speak both ways of one claim
            step = f"{link.source}{sign}{link.target}"
            kind, scheme = SUPPORT if link.sign > 0 else ATTACK
            nodes.append(
                {"nodeID": step, "text": scheme, "type": kind, "timestamp": "", "scheme": scheme}
            )
            ends += [(link.source, step), (step, link.target)]
    edges = [{"edgeID": str(i), "fromID": a, "toID": b} for i, (a, b) in enumerate(ends, 1)]
    return json.dumps(
        {"nodes": nodes, "edges": edges, "locutions": []}, ensure_ascii=False, indent=1
    )
