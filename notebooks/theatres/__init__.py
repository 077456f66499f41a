"""Two Theatres: the small package behind the lessons.

A lesson imports what it calls from here; a name is loaded only when a lesson asks for it.
"""
import importlib

_HOME = {
    "explore_ties": "explorers.relations",
    "browse_claims": "explorers.claims",
    "outline": "explorers.outline",
    "code_paragraph": "explorers.coding",
    "self_check": "explorers.selfcheck",
    "read": "tables",
    "ties": "model.network",
    "select_ties": "model.network",
    "degree": "model.network",
    "reciprocity": "model.network",
    "bridges": "model.network",
    "remaining": "model.network",
    "cross_theatre_share": "model.network",
    "percent_agreement": "model.coding",
    "krippendorff_alpha": "model.coding",
    "progress": "explorers.selfcheck",
}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"theatres has no {name!r}; it has {', '.join(__all__)}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__():
    return __all__
