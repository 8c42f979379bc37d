"""Plots as SVG elements, of a phone's width; their colours come from the page's style, by class.

Every plot names what it shows for those who do not see it, and every bar its value.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from load.page.elements import element

WIDTH = 360.0
HEIGHT = 220.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 22.0, 34.0
COLOURS = 8
"""Classes c0 to c7 of the page's style."""

LABELS_FIT = 6
"""More names than these beside each other below a plot are written in two rows by turns."""


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a plot: a value for each group; None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across a plot."""

    name: str
    value: float


def grouped_bars(
    title: str, unit: str, groups: Sequence[str], series: Sequence[Series], limit: Limit | None = None
) -> Element:
    """A group of bars for each name, a colour for each series."""
    top = _highest([value for one in series for value in one.values], limit)
    plot = _Plot(title, unit, top)
    slot = plot.width / max(len(groups), 1)
    bar = min(slot * 0.8 / max(len(series), 1), 26.0)
    for place, group in enumerate(groups):
        left = LEFT + slot * place + (slot - bar * len(series)) / 2
        for colour, one in enumerate(series):
            value = one.values[place]
            if value is not None:
                plot.bar(left + bar * colour, bar * 0.92, 0, value, colour, f"{group}, {one.name}")
        plot.name_below(place, len(groups), LEFT + slot * (place + 0.5), group)
    plot.limit(limit)
    return figure(title, plot.drawn(), [one.name for one in series], limit)


def stacked_bars(title: str, unit: str, groups: Sequence[str], series: Sequence[Series]) -> Element:
    """A bar for each name, made up of the series from below."""
    totals = [sum(one.values[place] or 0.0 for one in series) for place in range(len(groups))]
    plot = _Plot(title, unit, max(totals, default=0.0))
    slot = plot.width / max(len(groups), 1)
    bar = min(slot * 0.6, 48.0)
    for place, group in enumerate(groups):
        base = 0.0
        for colour, one in enumerate(series):
            value = one.values[place] or 0.0
            if value > 0:
                left = LEFT + slot * (place + 0.5) - bar / 2
                plot.bar(left, bar, base, value, colour, f"{group}, {one.name}")
            base += value
        plot.name_below(place, len(groups), LEFT + slot * (place + 0.5), group)
    return figure(title, plot.drawn(), [one.name for one in series])


def distribution(title: str, unit: str, samples: Sequence[tuple[str, Sequence[float]]]) -> Element:
    """For each name the share of its samples (upwards) that are no greater than a value (sideways)."""
    greatest = max((value for _, values in samples for value in values), default=0.0)
    plot = _Plot(title, "%", 100.0)
    ticks = nice_ticks(greatest)
    end = ticks[-1]

    def across(value: float) -> float:
        return LEFT + plot.width * value / end

    for tick in ticks:
        plot.text_below(across(tick), f"{tick:g}")
    plot.text_below((LEFT + WIDTH - RIGHT) / 2, unit, row=1)
    for colour, (name, values) in enumerate(samples):
        path = f"M{LEFT:.1f} {plot.up(0):.1f}"
        for count, value in enumerate(sorted(values), 1):
            path += f"H{across(value):.1f}V{plot.up(100 * count / len(values)):.1f}"
        plot.draw(
            element(
                "path",
                element("title", f"{name}: {len(values)} samples"),
                d=path + f"H{across(end):.1f}",
                class_=f"line c{colour % COLOURS}",
            )
        )
    return figure(title, plot.drawn(), [name for name, _ in samples])


def figure(title: str, drawn: Element, names: Sequence[str], limit: Limit | None = None) -> Element:
    """A plot with its title above and the meaning of its colours below."""
    legend = [
        element("li", element("span", class_=f"swatch c{place % COLOURS}"), name)
        for place, name in enumerate(names)
    ]
    if limit is not None:
        legend.append(element("li", element("span", class_="swatch limit"), limit.name))
    return element("figure", element("figcaption", title), drawn, element("ul", *legend, class_="legend"))


def nice_ticks(highest: float, about: int = 5) -> list[float]:
    """Round values from 0 to at least `highest`, about so many."""
    if not 0 < highest < math.inf:
        return [0.0, 1.0]
    rough = highest / about
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= rough)
    return [round(step * count, 10) for count in range(math.ceil(round(highest / step, 9)) + 1)]


class _Plot:
    """The space a plot is drawn in: values go upwards from 0."""

    def __init__(self, title: str, unit: str, highest: float) -> None:
        self.width = WIDTH - LEFT - RIGHT
        self._unit = unit
        self._ticks = nice_ticks(highest)
        self._svg = element("svg", element("title", title), viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}", role="img")
        for tick in self._ticks:
            y = self.up(tick)
            self.draw(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
            self.draw(element("text", f"{tick:g}", x=LEFT - 5, y=y + 3.5, class_="end"))
        self.draw(element("text", unit, x=LEFT - 5, y=9, class_="end"))

    def up(self, value: float) -> float:
        """Where a value is drawn."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self._ticks[-1]

    def draw(self, drawn: Element) -> None:
        self._svg.append(drawn)

    def drawn(self) -> Element:
        return self._svg

    def bar(self, left: float, width: float, base: float, value: float, colour: int, name: str) -> None:
        top = self.up(base + value)
        self.draw(
            element(
                "rect",
                element("title", f"{name}: {value:.4g} {self._unit}"),
                x=left,
                y=top,
                width=width,
                height=max(self.up(base) - top, 0.5),
                class_=f"bar c{colour % COLOURS}",
            )
        )

    def name_below(self, place: int, count: int, middle: float, name: str) -> None:
        self.text_below(middle, name, row=place % 2 if count > LABELS_FIT else 0)

    def text_below(self, middle: float, text: str, row: int = 0) -> None:
        self.draw(element("text", text, x=middle, y=HEIGHT - BOTTOM + 13 + 13 * row, class_="middle"))

    def limit(self, limit: Limit | None) -> None:
        if limit is not None:
            y = self.up(limit.value)
            self.draw(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="limit"))


def _highest(values: Sequence[float | None], limit: Limit | None) -> float:
    found = max((value for value in values if value is not None), default=0.0)
    return max(found, limit.value if limit is not None else 0.0)
