"""Sphinx reads a copy of this beside the pages that pages.py has written."""

import re
from pathlib import Path

project = "Two Theatres"
author = "the maintainers of Two Theatres"
copyright = "the maintainers of Two Theatres; lessons CC BY 4.0, code BSD-3-Clause"
extensions = ["myst_nb"]
exclude_patterns = ["_build"]
suppress_warnings = ["mystnb.unknown_mime_type", "myst.header", "misc.highlighting_failure"]

nb_execution_mode = "off"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
myst_enable_extensions = ["smartquotes"]
myst_heading_anchors = 3

html_theme = "sphinx_book_theme"
html_title = "Two Theatres"
html_context = {"default_mode": "auto"}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = [
    ("theme.js", {"priority": 100}),
    ("vega.js", {"defer": "defer"}),
    ("painter.js", {"defer": "defer"}),
    ("elements.js", {"defer": "defer"}),
    ("store.js", {"defer": "defer"}),
    ("explorers.js", {"defer": "defer"}),
    ("selfchecks.js", {"defer": "defer"}),
    ("worked.js", {"defer": "defer"}),
]
html_show_sourcelink = False
html_copy_source = False
html_show_search_summary = False  # pages in a folder may not read each other
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
    "show_navbar_depth": 1,
    "toc_title": "On this page",
}

ICONS = re.compile(r'<script defer src="(_static/scripts/fontawesome[^"]*)"></script>\n')
AFTER_ALL = """<script>addEventListener("load", () => document.body.append(
  Object.assign(document.createElement("script"), {{ src: "{}" }})));</script>
"""
# What the theme loads everywhere for a search as you type: from a folder only search.html can
SEARCH = re.compile(
    r'<script src="(?:_static/searchtools|_static/language_data|searchindex)\.js"></script>\n'
)

LONG = 40  # rows from which on a table waits for the first chart of its page
PARTS = re.compile(r"<noscript>.*?</noscript>|<script.*?</script>|<table.*?</table>", re.DOTALL)


def waiting(part: re.Match) -> str:
    """Put a long table where a browser leaves it unread until a script asks, if it has scripts."""
    is_long = part[0].startswith("<table") and part[0].count("<tr") > LONG
    return f'<noscript class="theatres-later">{part[0]}</noscript>' if is_long else part[0]


def charts_first(app, failed):
    """Let long tables, and scripts of the theme that no chart needs, come after the charts.

    Its icons are by far its largest script: named in the page, it would be fetched with the charts.
    """
    for page in [] if failed else Path(app.outdir).glob("*.html"):
        text = page.read_text(encoding="utf-8")
        if "theatres-live" in text:
            text = PARTS.sub(waiting, text)
        if page.stem != "search":
            text = SEARCH.sub("", text)
        if icons := ICONS.search(text):
            later = AFTER_ALL.format(icons[1])
            text = text.replace(icons[0], "").replace("</body>", f"{later}</body>")
        page.write_text(text, encoding="utf-8")


def setup(app):
    """Have Sphinx call what comes last."""
    app.connect("build-finished", charts_first)
