"""Two Theatres: the small package behind the lessons.

A lesson imports what it calls from here; a name is loaded only when a lesson asks for it.
"""

import importlib
import importlib.machinery
import sys
from pathlib import Path

_HOME = {
    "explore_ties": "explorers.relations",
    "first_minute": "explorers.opening",
    "browse_claims": "explorers.claims",
    "outline": "explorers.outline",
    "code_paragraph": "explorers.coding",
    "explore_dependence": "explorers.dependence",
    "what_if": "explorers.dependence",
    "trade_share": "model.dependence",
    "trade_shares": "model.dependence",
    "explore_axis": "explorers.axis",
    "explore_flows": "explorers.flows",
    "compare_treaties": "explorers.treaties",
    "self_check": "explorers.selfcheck",
    "before_and_after": "explorers.gains",
    "class_gain": "model.gains",
    "predict": "explorers.predict",
    "worked": "explorers.worked",
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
    "show": "lesson",
    "select_claims": "model.argument",
    "my_work": "explorers.mywork",
    "remind": "explorers.mywork",
    "keep_chart": "explorers.mywork",
    "open_course": "explorers.own",
    "compare_courses": "explorers.own",
    "whose_argument": "explorers.whose",
    "room": "model.rival",
    "meetings": "model.rival",
    "moves_both": "model.rival",
    "means": "model.rival",
    "open_argument": "explorers.whose",
    "check_course": "explorers.own",
    "policy_lab": "explorers.verdict",
    "grounds_on_offer": "model.verdict",
    "present": "explorers.present",
    "answer_notes": "model.teaching",
    "course_plan": "model.teaching",
    "explore_formats": "explorers.formats",
    "forecast_ledger": "explorers.forecasts",
    "explore_aid": "explorers.aid",
    "explore_debate": "explorers.positions",
    "overlap": "model.formats",
    "acts_on": "model.formats",
    "leaders": "model.formats",
    "brier": "model.forecasts",
    "explore_alignment": "explorers.alignment",
    "compare_states": "explorers.states",
    "explore_polls": "explorers.polls",
    "explore_vietnam": "explorers.vietnam",
    "votes": "model.alignment",
    "yes_share": "model.alignment",
    "by_resolution": "model.alignment",
    "cohesion": "model.alignment",
    "by_group": "model.alignment",
    "changed": "model.alignment",
    "same_votes": "model.alignment",
    "decoupling_lab": "explorers.decoupling",
    "theatre_test": "explorers.theatretests",
    "explore_communities": "explorers.theatretests",
    "theatres_over_time": "explorers.timing",
    "event_lead_lag": "explorers.timing",
    "specification_curve": "explorers.specification",
    "your_results": "explorers.results",
    "counted_ties": "model.border",
    "engagements": "model.border",
    "crossing_share": "model.border",
    "ei_index": "model.border",
    "connection": "model.cuts",
    "theatre_cut": "model.cuts",
    "communities": "model.communities",
    "normalised_mutual_information": "model.communities",
    "specifications": "model.specification",
    "curve": "model.specification",
    "drivers": "model.specification",
    "versions": "model.specification",
    "coins": "model.chance",
    "deals": "model.chance",
    "breaks": "model.timing",
    "windows": "model.timing",
    "curve_test": "model.specification",
    "cuts_beside_chance": "model.rewiring",
    "communities_beside_chance": "model.rewiring",
    "placebo_cuts": "model.rewiring",
    "placebo_communities": "model.placebos",
    "placebo_breaks": "model.placebos",
    "placebo_orders": "model.placebos",
    "placebo_curves": "model.placebos",
    "who_with_whom": "model.rewiring",
    "guarantors": "model.independent",
    "votes_by_region": "model.independent",
    "policy_cuts": "model.specification",
    "orders_of_events": "model.specification",
    "explore_timeline": "explorers.timeline",
    "compare_counts": "explorers.counts",
    "escalation_loop": "explorers.escalation",
    "figures": "model.pressure",
    "growth": "model.pressure",
    "incidents_by_year": "model.pressure",
    "loop_table": "model.pressure",
    "argument_map": "explorers.argument",
    "weigh": "explorers.weighing",
    "compare_class": "explorers.classroom",
    "Link": "model.weighing",
    "Method": "model.weighing",
    "framework": "model.weighing",
    "strengths": "model.weighing",
    "argument_graph": "model.weighing",
    "advance": "model.weighing",
    "premises": "model.weighing",
    "voices": "model.weighing",
    "conclusions": "model.weighing",
    "balance": "model.weighing",
    "by_method": "model.weighing",
    "kinds_of_test": "model.weighing",
    "schemes": "model.weighing",
    "tornado": "model.weighing",
    "smallest_changes": "model.weighing",
    "suggested": "model.weighing",
    "kept_credences": "work",
    "class_credences": "work",
    "class_summary": "model.classroom",
    "invented_class": "model.classroom",
    "argument_interchange": "model.interchange",
    "evidence_ledger": "explorers.ledger",
    "rows_of": "model.ledger",
    "data_dictionary": "explorers.dictionary",
    "describe_tables": "model.dictionary",
    "describe_columns": "model.dictionary",
    "describe_values": "model.dictionary",
    "explore_sources": "explorers.sources",
    "explore_recoding": "explorers.recoding",
    "leanings": "model.reliability",
    "source_counts": "model.sources",
    "glossary": "explorers.glossary",
}
__all__ = sorted(_HOME)  # noqa: C414, PLE0605 - read from the map above


class SetUpError(ImportError):
    """What keeps the course from starting here; notebooks show the sentence without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Give what IPython prints in place of a traceback."""
        return [str(self)]


def in_the_way() -> str:
    """Say which files beside the lessons, or where Python started, hide a module that is needed.

    Python looks into a notebook's folder first: a ``random.py`` of one's own there stands in for
    the library's module of that name.

    Returns
    -------
    str
        One sentence with the whole paths and the cure; empty if nothing is in the way.
    """
    lessons = Path(__file__).resolve().parents[1]
    here = Path.cwd().resolve()
    near = {lessons, here} if "" in sys.path or str(here) in sys.path else {lessons}
    elsewhere = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    found = [
        path
        for folder in sorted(near)
        for path in sorted([*folder.glob("*.py"), *folder.glob("*/__init__.py")])
        if _hides(path, elsewhere)
    ]
    if not found:
        return ""
    names = ", ".join(str(p.parent if p.name == "__init__.py" else p) for p in found)
    return (
        f"{names} has the name of a module that the course needs. "
        "Rename or move it, then start again."
    )


def _hides(path: Path, elsewhere: list[str]) -> bool:
    name = path.parent.name if path.name == "__init__.py" else path.stem
    if name in ("theatres", "conftest", "setup"):  # nobody imports these by their name
        return False
    if name in sys.stdlib_module_names:
        return True
    return importlib.machinery.PathFinder.find_spec(name, elsewhere) is not None


def _without_package(error: ModuleNotFoundError) -> SetUpError:
    return SetUpError(
        f"This notebook's Python, {sys.executable}, has no {error.name!r}: "
        "it is not the one that the course was set up with. Choose the kernel of the course's "
        ".venv, or set it up: README.md, “If nothing runs”, says how."
    )


def _frame_html(frame) -> str | None:
    return importlib.import_module(f"{__name__}.explorers.details").frame_html(frame)


def _show_frames() -> None:
    """Let notebooks show every table of pandas as screen readers can read it."""
    if shell := getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)():
        html = shell.display_formatter.formatters["text/html"]
        html.for_type_by_name("pandas", "DataFrame", _frame_html)


if hides := in_the_way():
    raise SetUpError(hides)
_show_frames()


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"theatres has no {name!r}; it has {', '.join(__all__)}")
    try:
        module = importlib.import_module(f"{__name__}.{_HOME[name]}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(__name__):
            raise
        raise _without_package(error) from None
    return getattr(module, name)


def __dir__():
    return __all__
