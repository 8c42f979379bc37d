"""The report's page: one file that a browser shows without asking anybody for anything."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from load.measures import LoadReport
from load.page.report import to_html
from tests.unit.load.measured_runs import measured_call, refused_call, run_of, run_of_steps

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """What a page holds; fails where elements are not closed in order."""

    def __init__(self, report: LoadReport) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.source = to_html(report, datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
        self.feed(self.source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


STEPS = run_of_steps((2, 4), 500, 510, 1200)
REPORTS = {
    "steps": STEPS,
    "one level": run_of(measured_call(0), refused_call(1)),
    "nothing answered": run_of(refused_call(0), window=None),
    "server elsewhere": run_of(
        measured_call(0), window=None, server_here=False, rest=None, start=None, vendor_ms=None
    ),
}


@pytest.fixture(params=REPORTS)
def page(request: pytest.FixtureRequest) -> Page:
    return Page(REPORTS[request.param])


def test_a_page_loads_and_runs_nothing(page: Page):
    assert not page.of("script")
    for _, attributes in page.elements:
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in {"src", "href", "srcset", "data", "action"}:
                assert value is not None
                assert value.startswith("data:")
    assert "@import" not in page.source
    assert "url(" not in page.source
    [policy] = [meta["content"] for meta in page.of("meta") if meta.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_a_page_fits_a_phone_and_both_colour_schemes(page: Page):
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.of("meta")
    assert "@media (prefers-color-scheme: dark)" in page.source
    # Plots grow and shrink with the page, and tables scroll by themselves.
    assert all({"viewbox", "role"} <= svg.keys() and "width" not in svg for svg in page.of("svg"))
    tables = len(page.of("table"))
    assert tables == sum(1 for div in page.of("div") if div.get("class") == "scrolls") >= 1


def test_what_is_drawn_lies_within_its_plot(page: Page):
    for tag, across, down in (("rect", ("x", "width"), ("y", "height")), ("text", ("x",), ("y",))):
        for attributes in page.of(tag):
            assert 0 <= sum(float(attributes[name] or "nan") for name in across) <= 360
            assert 0 <= sum(float(attributes[name] or "nan") for name in down) <= 220
    for path in page.of("path"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", path["d"] or "")]
        assert all(0 <= number <= 360 for number in numbers)


def test_every_plot_says_what_it_shows(page: Page):
    assert len(page.of("figcaption")) == len(page.of("figure")) == len(page.of("svg")) >= 6
    for title in (
        "Share of calls greeted within a time",
        "Silence on an answered line",
        "Lateness of the callers",
    ):
        assert title in page.words


def test_the_figures_stand_in_words_too():
    words = Page(STEPS).words
    assert "Knee: 2 calls." in words
    assert "Server CPU" in words
    assert "Server memory (PSS)" in words
    assert "call actors" in words
    assert "2026-03-01 12:00 UTC" in words


def test_what_a_server_said_is_text_and_nothing_else():
    page = Page(REPORTS["one level"])
    assert "<b>busy</b>" in page.words
    assert not page.of("b")


def test_a_server_that_is_not_here_has_no_plots_of_cpu_and_memory():
    assert "Server CPU" not in Page(REPORTS["server elsewhere"]).words


def test_many_levels_and_many_roles_find_their_place():
    steps = (2, 3, 4, 5, 6, 7, 8, 9, 10)
    report = run_of_steps(steps, *[500.0] * 10)
    roles = {f"role_{number}": float(number) for number in range(14)}
    level = report.levels[0]
    assert level.window is not None
    crowded = replace(level, window=replace(level.window, cpu=replace(level.window.cpu, seconds=roles)))
    page = Page(replace(report, levels=(crowded, *report.levels[1:])))
    assert "all others" in page.words
    assert len({attributes.get("class") for attributes in page.of("rect")}) <= 8
