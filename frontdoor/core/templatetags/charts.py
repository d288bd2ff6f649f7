"""Charts drawn on the server as SVG with presentation attributes only, each beside the same numbers as a table.

Lengths are in the SVG's own units; colours carry words or positions as well. Numbers may be int, float or Decimal.
"""

from dataclasses import dataclass

from django import template
from django.utils.text import slugify

register = template.Library()

WIDTH = 640
LABEL_WIDTH = 170
VALUE_WIDTH = 60
ROW_HEIGHT = 28
BAR_HEIGHT = 18
RUN_HEIGHT = 160
RUN_EDGE = 22
PLOT_HEIGHT = 120
DOT = 5
INK = "#0b0c0c"
SERIES = ("#00456b", "#5694ca", "#f47738", "#b1b4b6", "#00703c", "#912b88")
TONES = {"plain": "#00456b", "warning": "#f47738", "danger": "#ca3535"}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The numbers of a chart as a table: a head for each column, then the rows."""

    heads: list[str]
    rows: list[list[object]]


def frame(*, title: str, description: str, figures: Figures, csv_url: str, height: float, **drawing) -> dict:
    """What every chart's template needs: words, table, size, and an id made from the title, unique on the page."""
    return {
        "title": title,
        "description": description,
        "figures": figures,
        "csv_url": csv_url,
        "identifier": f"chart-{slugify(title)}",
        "width": WIDTH,
        "height": round(height, 1),
        "ink": INK,
        **drawing,
    }


def scale(value, most, length: float) -> float:
    """The length that `value` takes where `most` takes the whole of `length`."""
    return round(float(value) / float(most) * length, 1) if most else 0.0


@register.inclusion_tag("components/charts/bars.html")
def bar_chart(*, title, description, bars, unit="", csv_url=""):
    """Horizontal bars. Each bar has label, value, and optionally tone (plain, warning, danger)."""
    length = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    most = max((bar["value"] for bar in bars), default=0)
    drawn = [
        {
            "label": bar["label"],
            "value": bar["value"],
            "y": row * ROW_HEIGHT,
            "text_y": row * ROW_HEIGHT + 14,
            "length": (drawn_length := scale(bar["value"], most, length)),
            "end": LABEL_WIDTH + drawn_length + 6,
            "colour": TONES[bar.get("tone", "plain")],
        }
        for row, bar in enumerate(bars)
    ]
    figures = Figures(heads=["", unit or "Number"], rows=[[bar["label"], bar["value"]] for bar in bars])
    return frame(
        title=title,
        description=description,
        figures=figures,
        csv_url=csv_url,
        height=max(len(bars), 1) * ROW_HEIGHT,
        bars=drawn,
        left=LABEL_WIDTH,
        bar_height=BAR_HEIGHT,
    )


@register.inclusion_tag("components/charts/stacked.html")
def stacked_chart(*, title, description, series, bars, csv_url=""):
    """Bars in parts. `series` names the parts; each bar has label and values, one a part."""
    length = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    most = max((sum(bar["values"]) for bar in bars), default=0)
    drawn = []
    for row, bar in enumerate(bars):
        left, parts = float(LABEL_WIDTH), []
        for name, value, colour in zip(series, bar["values"], SERIES, strict=False):
            parts.append(
                {"name": name, "value": value, "x": left, "length": scale(value, most, length), "colour": colour}
            )
            left = round(left + scale(value, most, length), 1)
        drawn.append(
            {
                "label": bar["label"],
                "parts": parts,
                "total": sum(bar["values"]),
                "y": row * ROW_HEIGHT,
                "text_y": row * ROW_HEIGHT + 14,
                "end": left + 6,
            }
        )
    figures = Figures(heads=["", *series], rows=[[bar["label"], *bar["values"]] for bar in bars])
    legend = [{"name": name, "colour": colour} for name, colour in zip(series, SERIES, strict=False)]
    return frame(
        title=title,
        description=description,
        figures=figures,
        csv_url=csv_url,
        height=max(len(bars), 1) * ROW_HEIGHT,
        bars=drawn,
        bar_height=BAR_HEIGHT,
        legend=legend,
    )


@register.inclusion_tag("components/charts/run.html")
def run_chart(*, title, description, points, unit="", target=None, csv_url=""):
    """A line over time. Each point has label and value (None leaves a gap); `target` draws a dashed line.

    A point may have `limits` (lower, centre and upper, or None): control limits are drawn where they stand.
    """
    known = [point["value"] for point in points if point["value"] is not None]
    uppers = [point["limits"].upper for point in points if point.get("limits")]
    most = max([*known, *uppers, target or 0], default=0)
    step = (WIDTH - 2 * RUN_EDGE) / max(len(points) - 1, 1)
    drop = RUN_HEIGHT - 2 * RUN_EDGE
    dots = [
        {
            "label": point["label"],
            "value": point["value"],
            "x": round(RUN_EDGE + place * step, 1),
            "y": round(RUN_HEIGHT - RUN_EDGE - scale(point["value"], most, drop), 1),
        }
        for place, point in enumerate(points)
        if point["value"] is not None
    ]
    heads = ["", unit or "Number", *(["Lower limit", "Average", "Upper limit"] if uppers else [])]
    rows = [
        [
            point["label"],
            "no figure" if point["value"] is None else point["value"],
            *(of_limits(point) if uppers else []),
        ]
        for point in points
    ]
    return frame(
        title=title,
        description=description,
        figures=Figures(heads=heads, rows=rows),
        bands=bands(points, step, most, drop),
        csv_url=csv_url,
        height=RUN_HEIGHT + 20,
        lines=unbroken(points, dots),
        dots=dots,
        target=target,
        target_y=round(RUN_HEIGHT - RUN_EDGE - scale(target or 0, most, drop), 1),
        floor=RUN_HEIGHT - RUN_EDGE,
        right=WIDTH - RUN_EDGE,
        colour=TONES["plain"],
        first=points[0]["label"] if points else "",
        last=points[-1]["label"] if points else "",
        foot=RUN_HEIGHT + 12,
    )


def of_limits(point) -> list[object]:
    """A point's control limits as cells of its row."""
    stand = point.get("limits")
    return [round(stand.lower, 1), round(stand.centre, 1), round(stand.upper, 1)] if stand else ["none"] * 3


def bands(points, step: float, most, drop: float) -> list[dict]:
    """Three short lines a point, half a step to each side, since limits widen where fewer were counted."""
    return [
        {
            "x1": round(max(RUN_EDGE + (place - 0.5) * step, RUN_EDGE), 1),
            "x2": round(min(RUN_EDGE + (place + 0.5) * step, WIDTH - RUN_EDGE), 1),
            "y": round(RUN_HEIGHT - RUN_EDGE - scale(value, most, drop), 1),
            "dashes": "" if value == stand.centre else "3 3",
        }
        for place, point in enumerate(points)
        if (stand := point.get("limits"))
        for value in (stand.lower, stand.centre, stand.upper)
    ]


def unbroken(points: list[dict], dots: list[dict]) -> list[str]:
    """The stretches of the line without a gap, as SVG polyline points."""
    remaining = iter(dots)
    stretches: list[list[str]] = []
    current: list[str] = []
    for point in points:
        if point["value"] is None:
            stretches.append(current)
            current = []
        else:
            dot = next(remaining)
            current.append(f"{dot['x']},{dot['y']}")
    return [" ".join(stretch) for stretch in [*stretches, current] if stretch]


@register.inclusion_tag("components/charts/strip.html")
def strip_plot(*, title, description, dots, thresholds=(), unit="", csv_url=""):
    """A dot a worker along one axis. Each dot has label and value; each threshold label, value and tone."""
    most = max([dot["value"] for dot in dots] + [line["value"] for line in thresholds], default=0)
    length = WIDTH - 2 * RUN_EDGE
    taken: dict[object, int] = {}
    drawn = []
    for dot in sorted(dots, key=lambda each: each["value"]):
        height = taken.get(dot["value"], 0)
        taken[dot["value"]] = height + 1
        x = round(RUN_EDGE + scale(dot["value"], most, length), 1)
        drawn.append({"label": dot["label"], "value": dot["value"], "x": x, "level": height})
    rise = min(2 * DOT + 1, (PLOT_HEIGHT - 45) / max([*taken.values(), 1]))
    floor = PLOT_HEIGHT - 25
    for dot in drawn:
        dot["y"] = round(floor - DOT - 1 - dot["level"] * rise, 1)
    lines = [
        {
            "label": line["label"],
            "value": line["value"],
            "x": (x := round(RUN_EDGE + scale(line["value"], most, length), 1)),
            "anchor": "end" if x > WIDTH / 2 else "start",
            "text_x": x - 5 if x > WIDTH / 2 else x + 5,
            "text_y": 11 + 14 * place,
            "colour": TONES[line.get("tone", "danger")],
        }
        for place, line in enumerate(thresholds)
    ]
    return frame(
        title=title,
        description=description,
        figures=Figures(heads=["", unit or "Number"], rows=[[dot["label"], dot["value"]] for dot in dots]),
        csv_url=csv_url,
        height=PLOT_HEIGHT,
        dots=drawn,
        lines=lines,
        radius=DOT,
        floor=floor,
        right=WIDTH - RUN_EDGE,
        most=most,
        colour=TONES["plain"],
        foot=PLOT_HEIGHT - 6,
    )
