"""Elements of a page and of the pictures in it; text is escaped where the page is written."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Child = Element | str


def element(tag: str, *children: Child | None, **attributes: str | float) -> Element:
    """An element; `class_` and `stroke_width` become `class` and `stroke-width`, None is no child."""
    made = Element(tag, {_name(name): _value(value) for name, value in attributes.items()})
    latest: Element | None = None
    for child in children:
        if child is None:
            continue
        if isinstance(child, Element):
            made.append(child)
            latest = child
        elif latest is None:
            made.text = (made.text or "") + child
        else:
            latest.tail = (latest.tail or "") + child
    return made


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Element:
    """A table whose first column names the row; scrolls sideways where it does not fit."""
    body = [
        element("tr", *(element("th" if place == 0 else "td", text) for place, text in enumerate(row)))
        for row in rows
    ]
    header = element("thead", element("tr", *(element("th", text) for text in head)))
    return element("div", element("table", header, element("tbody", *body)), class_="scrolls", tabindex=0)


def document(title: str, style: str, *body: Element) -> str:
    """A whole page, which loads nothing and runs nothing."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element(
            "meta",
            **{
                "http-equiv": "Content-Security-Policy",
                "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            },
        ),
        element("link", rel="icon", href="data:,"),
        element("title", title),
        element("style", style),
    )
    page = element("html", head, element("body", *body), lang="en")
    return "<!doctype html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.6g}" if isinstance(value, int) else f"{value:.2f}"
