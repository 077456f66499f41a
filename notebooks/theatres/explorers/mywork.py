"""Floor 3: the student's own work - how far it is, saved, brought back, and made a report."""

from __future__ import annotations

import html
from datetime import date

import ipywidgets as W

from .. import work
from ..charts import stills
from ..charts import work as charts
from ..model import report, workwords
from .base import Explorer, LiveChart, alike
from .details import table_html
from .download import Download, save_button

TITLE = "My work in Two Theatres"
FOOT = (
    "Made with the course Two Theatres from the work kept on this machine."
    " No name is asked for; add yours if you hand it in."
)


EVEN = 50  # where the slider of a stance begins when none was given


def _stance(places: tuple[str, ...], otherwise: float) -> float:
    """Return the stance kept at some places, or another number where there is none."""
    kept = workwords.stance(work.everything(), places)
    return otherwise if kept is None else kept


class MyWork(Explorer):
    """Progress by lesson, and buttons: save the work, bring it back, export a report."""

    def __init__(self):
        described = "Self-checks by lesson: right or kept, answered, open"
        self.chart = LiveChart(self.still(), described)
        self.save = save_button()
        self.bring = alike(
            W.FileUpload,
            description="Bring work back",
            accept=".json",
            multiple=False,
            tooltip="Choose a file that was saved here before",
            layout={"width": "14em"},
        )
        self.read = Download(
            "Report to read (HTML)",
            lambda: (work.file_name("report", "html"), "text/html", report_page()),
        )
        self.edit = Download(
            "Report to edit (Markdown)",
            lambda: (work.file_name("report", "md"), "text/markdown", report_markdown()),
        )
        # It opens the system's own window, which no test of ours can see.
        self.bring.add_class("theatres-keyless")
        self.nickname = alike(
            W.Text,
            value=kept if isinstance(kept := work.get(work.NICKNAME), str) else "",
            description="Nickname in file names (if you like)",
            continuous_update=False,
            style={"description_width": "auto"},
            layout={"width": "28em"},
        )
        self.nickname.observe(
            lambda change: work.put(work.NICKNAME, change["new"].strip() or None), "value"
        )
        self.stance = alike(
            W.IntSlider,
            value=round(_stance(workwords.AFTER, _stance(workwords.BEFORE, EVEN))),
            description="Where I stand now: 0 they can be kept apart, 100 they cannot",
            continuous_update=False,
            style={"description_width": "auto"},
            layout={"width": "44em"},
        )
        self.stance.observe(self._stood, "value")
        self.afresh = alike(
            W.Button,
            description="Begin afresh",
            tooltip="Set this work aside, named by the day, and begin with nothing",
        )
        self.back = W.Button(description="Take back", tooltip="Undo: bring back the work set aside")
        self.afresh.on_click(lambda _: self._done(work.begin_afresh()))
        self.back.on_click(lambda _: self._done(work.take_back()))
        self.result = alike(W.HTML)
        row = {"flex_flow": "row wrap", "align_items": "center"}
        super().__init__(
            "My work",
            [
                alike(W.Box, [self.save, self.bring, self.nickname], layout=row),
                alike(W.Box, [self.read, self.edit, self.afresh, self.back], layout=row),
                self.stance,
                self.chart,
                self.result,
            ],
        )
        self.bring.observe(self._brought, "value")
        self._show()

    def words(self) -> str:
        rows = workwords.progress(work.everything())
        touched = rows[rows["tried"] > 0]
        everything = rows["all"].sum()
        if touched.empty:
            return (
                f"Nothing answered yet: {everything} self-checks in {len(rows)} lessons"
                " wait for you."
            )
        done, tried = rows["done"].sum(), rows["tried"].sum()
        by_lesson = ", ".join(f"{r.lesson}: {r.done} of {r.all}" for r in touched.itertuples())
        return (
            f"{done} of {everything} self-checks are right or kept, {tried - done} more answered."
            f" By lesson: {by_lesson}."
        )

    def still(self):
        return charts.progress_bars(workwords.progress(work.everything()))

    def _refresh(self) -> None:
        """Show what the work holds now."""
        self.chart.repaint(self.still())
        self._show()
        self.tell()

    def _show(self) -> None:
        """Say what puts the work at risk, and which credences it holds."""
        self.back.layout.display = None if work.set_aside() else "none"
        said = "".join(f"<p>{html.escape(n)}</p>" for n in work.notices())
        held = workwords.credences(work.everything())
        self.result.value = (
            f'<div class="theatres-words" role="status">{said}</div>' if said else ""
        ) + (table_html(held, "Your credences, %") if len(held) else "")

    def _stood(self, change) -> None:
        work.put(workwords.AFTER[0], change["new"])
        self._done(" ".join(workwords.stances(work.everything())[:-1]))

    def _brought(self, change) -> None:
        if not change["new"]:
            return
        said = work.bring_back(bytes(change["new"][0]["content"]))
        self.bring.value = ()  # so that the same file can be chosen again
        self._done(said)

    def _done(self, said: str) -> None:
        """Say what was done with the work, above what it holds now."""
        self._refresh()
        done = f'<div class="theatres-words" role="status">{html.escape(said)}</div>'
        self.result.value = done + self.result.value


def my_work(whose: str | None = None) -> MyWork:
    """Open your own work: progress, a file to save it in and bring it back from, and a report.

    Parameters
    ----------
    whose : str, optional
        Where several students share one account: whose work to open from now on, in this
        lesson and in those opened later. Any name will do; it stays on this machine. "" opens
        the work without a name.

    Returns
    -------
    MyWork
        Show it by leaving it as the last line of a cell.

    Raises
    ------
    ValueError
        If a name is given that holds no letter or digit.
    """
    if whose is None:
        return MyWork()
    if not isinstance(whose, str):
        raise ValueError(f"whose cannot be {whose!r}; choose any name, as text")
    said = work.name(whose)
    opened = MyWork()
    opened.result.value = f"<p>{html.escape(said)}</p>{opened.result.value}"
    return opened


class Reminder(W.HTML):
    """What the student must know of the work before going on; nothing where all is well."""

    def __init__(self):
        super().__init__(
            "".join(
                f'<div class="theatres-words" role="status"><strong>{html.escape(n)}</strong></div>'
                for n in work.notices()
            )
        )
        self.add_class("theatres-reminder")  # style.css hides it where it says nothing

    def __repr__(self) -> str:
        return "Your work is kept as you give it; my_work() shows it."

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self)}


def remind() -> Reminder:
    """Say at a lesson's top and end what puts the work at risk: a Binder session, a full disk."""
    return Reminder()


def keep_chart(explorer: Explorer, note: str = "") -> str:
    """Keep an explorer's chart, as it is shown now, for the report.

    Parameters
    ----------
    explorer : Explorer
        Any explorer of the course that shows a chart.
    note : str, optional
        What you see in it, in your words.

    Returns
    -------
    str
        What was kept.

    Raises
    ------
    ValueError
        If there is no chart to keep.
    """
    chart = explorer.still() if isinstance(explorer, Explorer) else None
    if chart is None:
        raise ValueError(
            "keep_chart needs an explorer that shows a chart:"
            " x = explore_ties(), then keep_chart(x)"
        )
    n = 1 + max(
        [
            int(n)
            for k in work.everything()
            if k.startswith("chart/") and (n := k.rsplit("-", 1)[-1]).isdecimal()
        ],
        default=0,
    )
    work.put(
        f"chart/chart-{n}",
        {
            "title": explorer.title,
            "words": f"{note} {explorer.words()}".strip(),
            "spec": chart.to_dict(),
        },
    )
    return f"Chart {n} of your report: {explorer.title}."


def pictures() -> list[report.Picture]:
    """Draw what the report shows: progress, credences, and the charts that were kept."""
    kept = work.everything()
    drawn = (
        [
            (
                "How far I am",
                "Self-checks by lesson.",
                charts.progress_bars(workwords.progress(kept)).to_dict(),
            )
        ]
        if kept
        else []
    )
    held = workwords.credences(kept)
    if len(held):
        drawn.append(
            (
                "How likely I hold it",
                "My credences, in percent.",
                charts.credence_dots(held).to_dict(),
            )
        )
    for key, value in sorted(kept.items()):
        if (
            key.startswith("chart/")
            and isinstance(value, dict)
            and isinstance(value.get("spec"), dict)
        ):
            drawn.append(
                (str(value.get("title", "Chart")), str(value.get("words", "")), value["spec"])
            )
    return [
        report.Picture(title, words, svg)
        for (title, words, _), svg in zip(drawn, stills.svgs([spec for _, _, spec in drawn]))
    ]


def _title() -> str:
    return f"{TITLE}, {date.today():%Y-%m-%d}"


def report_page() -> str:
    """Return the report as one self-contained HTML page."""
    parts = workwords.sections(work.everything(), pictures())
    return report.page(_title(), parts, f"{report.dated()} {FOOT}")


def report_markdown() -> str:
    """Return the report as Markdown."""
    told = [report.Picture(p.title, p.words) for p in pictures()]
    parts = workwords.sections(work.everything(), told)
    return report.markdown(_title(), parts, f"{report.dated()} {FOOT}")
