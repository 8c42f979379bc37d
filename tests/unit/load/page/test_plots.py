import math

import pytest

from load.page.plots import TOP, Series, distribution, grouped_bars, nice_ticks


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0.103, [0, 0.025, 0.05, 0.075, 0.1, 0.125]),
        (5, [0, 1, 2, 3, 4, 5]),
        (820, [0, 200, 400, 600, 800, 1000]),
        (1397, [0, 500, 1000, 1500]),
        (0, [0, 1]),
        (math.nan, [0, 1]),
    ],
    ids=str,
)
def test_axes_have_round_values_up_to_the_highest(highest: float, ticks: list[float]):
    assert nice_ticks(highest) == ticks


def test_a_bar_is_as_high_as_its_value_and_names_it():
    figure = grouped_bars(
        "Title", "ms", ["one", "two"], [Series("p50", [50, 100]), Series("p95", [None, 100])]
    )
    bars = figure.findall(".//rect")
    heights = [float(bar.attrib["height"]) for bar in bars]
    assert len(bars) == 3
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.02)
    assert heights[2] == heights[1]
    assert [bar.findtext("title") for bar in bars] == [
        "one, p50: 50 ms",
        "two, p50: 100 ms",
        "two, p95: 100 ms",
    ]


def test_a_distribution_rises_by_each_sample_to_all_of_them():
    figure = distribution("Title", "s", [("calls", [2.0, 1.0, 1.0, 4.0])])
    [path] = figure.findall(".//path")
    steps = path.attrib["d"].replace("V", "H").split("H")[1:]
    across, up = [float(part) for part in steps[:-1:2]], [float(part) for part in steps[1::2]]
    assert across == sorted(across)
    assert up == sorted(up, reverse=True)
    # The last sample reaches the line of 100 %.
    assert up[-1] == pytest.approx(TOP)
