"""A run's report as one HTML file that needs nothing else: figures, plots, notes."""

import os
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from load.figures import Json, to_json
from load.knee import LATE_MS
from load.measures import LevelMeasure, LoadReport
from load.page.elements import document, element, table
from load.page.plots import COLOURS, Limit, Series, distribution, grouped_bars, stacked_bars
from load.report import knee_sentence
from load.samples import percentiles

_STYLE = Path(__file__).with_name("style.css")
RANKS = ("p50", "p95", "p99")
IDLE = "no calls"


def to_html(report: LoadReport, made_at: datetime) -> str:
    """The page.

    Args:
        made_at: when the run ended; aware.
    """
    figures = to_json(report)
    title = "Capacity of the receptionist"
    facts = (
        f"{made_at:%Y-%m-%d %H:%M %Z}, {report.target}, {os.cpu_count() or 1} cores here, {figures['took_s']:.0f} s;"
        f" vendors take {_number(figures['vendor_ms'])} ms of an answer"
    )
    return document(
        title,
        _STYLE.read_text(),
        element("h1", title),
        element("p", facts, class_="faint"),
        *([element("p", knee_sentence(figures["knee"]))] if figures["knee"] is not None else []),
        _tiles(figures),
        *_notes(figures["warnings"]),
        element("h2", "Levels"),
        _levels(figures),
        element("h2", "Plots"),
        element("div", *_plots(report, figures), class_="plots"),
        *_failures(figures["levels"]),
        *_roles(figures),
        element("h2", "How it was measured"),
        element("p", figures["method"], class_="faint"),
        *([element("p", figures["start"]["method"], class_="faint")] if figures["start"] else []),
    )


def _tiles(figures: Json) -> Element:
    answer, idle, start, knee = (figures[name] for name in ("answer_ms", "idle", "start", "knee"))
    levels = figures["levels"]
    calls = sum(level["placed"] for level in levels)
    failed = sum(level["failed"] for level in levels)
    silences = [level["silence_ms"]["p95"] for level in levels if level["silence_ms"]]
    tiles = [
        _tile("Knee", _number(knee["calls"]), "calls at once") if knee is not None else None,
        _tile("Failed calls", f"{failed} of {calls}", "all levels"),
        _tile("Webhook to greeting", f"{answer['p95']:.0f} ms", f"p95; median {answer['p50']:.0f} ms")
        if answer
        else None,
        _tile("Silence on an answered line", f"{max(silences):.0f} ms", "p95, of the worst level")
        if silences
        else None,
        _tile("Without calls", f"{idle['cpu']:.3f} cores", f"{idle['pss_mib']:.0f} MiB") if idle else None,
        _tile("Start of a call process", f"{start['cpu_s']:.2f} s CPU", _start_detail(start))
        if start
        else None,
    ]
    return element("dl", *tiles, class_="tiles")


def _start_detail(start: Json) -> str:
    return f"{start['wall_s']:.2f} s, {start['pss_mib']:.0f} MiB"


def _tile(name: str, value: str, detail: str) -> Element:
    return element("div", element("dt", name), element("dd", value, element("small", detail)))


def _notes(warnings: list[str]) -> list[Element]:
    if not warnings:
        return []
    return [element("ul", *(element("li", warning) for warning in warnings), class_="notes")]


def _levels(figures: Json) -> Element:
    head = [
        "level", "answered", "failed", "answer p50 ms", "p95", "silence p95 ms", "engine p50 ms", "p95", "cores",
        "PSS MiB", "callers late ms (p99)", "their share of a core",
    ]  # fmt: skip
    has_knee = figures["knee"] is not None
    rows = [
        [
            level["name"],
            f"{level['answered']} of {level['placed']}",
            str(level["failed"]),
            _of(level["answer_ms"], "p50"),
            _of(level["answer_ms"], "p95"),
            _of(level["silence_ms"], "p95"),
            _of(level["engine_added_ms"], "p50"),
            _of(level["engine_added_ms"], "p95"),
            "-" if level["cpu"] is None else f"{level['cpu']['cores']:.2f}",
            "-" if level["pss_mib"] is None else f"{level['pss_mib']['all']:.0f}",
            _number(level["generator"]["late_ms"]),
            "-" if level["generator"]["cpu_share"] is None else f"{level['generator']['cpu_share']:.0%}",
            *([level["verdict"]] if has_knee else []),
        ]
        for level in figures["levels"]
    ]
    return table([*head, *(["knee"] if has_knee else [])], rows)


def _plots(report: LoadReport, figures: Json) -> list[Element]:
    levels = figures["levels"]
    names = [level["name"] for level in levels]
    limit = None
    if figures["knee"] is not None and figures["knee"]["limit_p95_ms"] is not None:
        limit = Limit("limit of the p95", figures["knee"]["limit_p95_ms"])
    answers = [
        (measure.level.name, [call.answer_ms / 1000 for call in measure.calls if call.answer_ms is not None])
        for measure in report.levels
    ]
    found = [
        distribution(
            "Share of calls greeted within a time",
            "seconds",
            [one for one in answers if one[1]],
        ),
        grouped_bars("Webhook to greeting", "ms", names, _ranked(levels, "answer_ms")),
        grouped_bars("Silence on an answered line", "ms", names, _ranked(levels, "silence_ms")),
        grouped_bars(
            "Voice to voice: from the caller's last sound to the answer",
            "ms",
            names,
            _ranked(levels, "voice_to_voice_ms"),
            limit,
        ),
        grouped_bars(
            "Of it the engine's, without the vendors", "ms", names, _ranked(levels, "engine_added_ms")
        ),
    ]
    if report.server_here:
        found += _by_role(figures)
    found.append(
        grouped_bars(
            "Lateness of the callers' own clock",
            "ms",
            names,
            _lateness(report.levels),
            Limit("too late", LATE_MS),
        )
    )
    return found


def _ranked(levels: list[Json], key: str) -> list[Series]:
    return [Series(rank, [level[key][rank] if level[key] else None for level in levels]) for rank in RANKS]


def _lateness(measures: tuple[LevelMeasure, ...]) -> list[Series]:
    found = [percentiles(late for call in measure.calls for late in call.lateness_ms) for measure in measures]
    return [
        Series(rank, [getattr(one, rank) if one is not None else None for one in found]) for rank in RANKS
    ]


def _by_role(figures: Json) -> list[Element]:
    """CPU and memory stacked by role, in the same colours: those that use the most apart, what is left together."""
    groups = _groups(figures)
    cores, pss = [one[1] for one in groups], [one[2] for one in groups]
    roles = {role for each in (*cores, *pss) for role in each}

    def weight(role: str) -> float:
        return max(_greatest(used, role) / max(_greatest_sum(used), 1e-9) for used in (cores, pss))

    apart = sorted(roles, key=weight, reverse=True)[: COLOURS - 1]
    names = [one[0] for one in groups]
    return [
        stacked_bars("Server CPU", "cores", names, _stacked(cores, apart)),
        stacked_bars("Server memory (PSS)", "MiB", names, _stacked(pss, apart)),
    ]


def _stacked(used: list[dict[str, float]], apart: list[str]) -> list[Series]:
    series = [Series(_plain(role), [each.get(role, 0.0) for each in used]) for role in apart]
    left = [sum(value for role, value in each.items() if role not in apart) for each in used]
    return [*series, Series("all others", left)] if any(left) else series


def _greatest(used: list[dict[str, float]], role: str) -> float:
    return max(each.get(role, 0.0) for each in used)


def _greatest_sum(used: list[dict[str, float]]) -> float:
    return max(sum(each.values()) for each in used)


def _groups(figures: Json) -> list[tuple[str, dict[str, float], dict[str, float]]]:
    """The server at rest and at each level: name, cores and MiB by role; nothing of a level that was not measured."""
    idle = figures["idle"]
    groups = [(IDLE, idle["cpu_by_role"], idle["pss_mib_by_role"])] if idle is not None else []
    return groups + [
        (
            level["name"],
            level["cpu"]["by_role"] if level["cpu"] is not None else {},
            level["pss_mib"]["by_role"] if level["pss_mib"] is not None else {},
        )
        for level in figures["levels"]
    ]


def _failures(levels: list[Json]) -> list[Element]:
    rows = [
        [
            level["name"],
            reason,
            str(times),
            next(one["detail"] for one in level["failures"] if one["reason"] == reason),
        ]
        for level in levels
        for reason, times in level["failure_reasons"].items()
    ]
    if not rows:
        return []
    return [element("h2", "Failed calls"), table(["level", "reason", "calls", "for instance"], rows)]


def _roles(figures: Json) -> list[Element]:
    """CPU and memory by role, in figures: what the plots stack."""
    groups = [one for one in _groups(figures) if one[1] or one[2]]
    if not groups:
        return []
    roles = sorted({role for _, cores, pss in groups for role in (*cores, *pss)})
    head = ["role", *(f"{name}: {unit}" for name, _, _ in groups for unit in ("cores", "MiB"))]
    rows = [
        [
            _plain(role),
            *(
                text
                for _, cores, pss in groups
                for text in (f"{cores.get(role, 0.0):.3f}", f"{pss.get(role, 0.0):.0f}")
            ),
        ]
        for role in roles
    ]
    return [element("h2", "The server's processes"), table(head, rows)]


def _plain(role: str) -> str:
    return role.replace("_", " ")


def _of(found: Json | None, name: str) -> str:
    return "-" if found is None else f"{found[name]:.0f}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"
