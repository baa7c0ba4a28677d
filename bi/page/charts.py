"""The page's charts, written in Altair; `scripts/build_page_assets.py` makes charts.json of them.

A chart is written once for both languages: a text that begins with `@` is a key of words.csv, and
the page puts the words in. Data come by name from the page, which filters them: `incidents`, one
row an incident; `weeks`, one row a week with its toll; `coverage`, one row an outlet and day; the
rest for the map. Colours are the page's own, by name: `$ink`, …
"""

from __future__ import annotations

from typing import Any, TypeAlias

import altair as alt

#: one Vega-Lite specification
Spec: TypeAlias = dict[str, Any]
#: event families and statuses in the order of their colours; the page has the colours
FAMILIES = ("bombing", "armed", "remote", "abduction", "arrest", "seizure", "unknown")
STATUSES = ("corroborated", "provisional", "disputed")
PERPETRATOR_STATUSES = ("claimed", "attributed", "suspected", "unknown")
#: bars begin at the right where the page is read from right to left
_MIRRORED = {"mirrored": True}
#: the number of bars decides the height
_WIDTH_ONLY = alt.AutoSizeParams(type="fit-x", contains="padding")
#: bars of a list of governorates or actors
_BARS = 12


def charts() -> dict[str, Spec]:
    """Vega-Lite specifications by the name of the element that shows them."""
    return {
        "map": _map(),
        "weeks": _weeks(),
        "toll": _toll(),
        "governorates": _bars("governorate", "family", "@families", FAMILIES, "$family"),
        "actors": _bars(
            "perpetrator", "perpetrator_status", "@sureness", PERPETRATOR_STATUSES, "$sure"
        ),
        "corroboration": _corroboration(),
        "coverage": _coverage(),
    }


def _spec(chart: Any) -> Spec:  # noqa: ANN401 - altair's chains have no types
    spec: Spec = chart.to_dict()
    return spec


def _named(name: str) -> alt.NamedData:
    return alt.NamedData(name=name)


def _map() -> Spec:
    land = alt.Chart(_named("land")).mark_geoshape(fill="$land", stroke=None)
    borders = alt.Chart(_named("borders")).mark_geoshape(
        filled=False, stroke="$border", strokeWidth=0.8
    )
    disputed = alt.Chart(_named("disputed")).mark_geoshape(
        filled=False, stroke="$border", strokeWidth=1.2, strokeDash=[3, 3]
    )
    labels = (
        alt.Chart(_named("countries"))
        .mark_text(fontSize=11, opacity=0.75, fill="$quiet")
        .encode(longitude="lon:Q", latitude="lat:Q", text="label:N")
    )
    places = (
        alt.Chart(_named("incidents"))
        .transform_filter("isValid(datum.lat)")
        .mark_circle(strokeWidth=1, cursor="pointer")
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size(
                "size:Q",
                scale=alt.Scale(type="sqrt", domain=[0, 100], range=[24, 1600], clamp=True),
                legend=None,
            ),
            color=_colour("family", "@families", FAMILIES, "$family", legend=False),
            fillOpacity=alt.condition("datum.exact", alt.value(0.65), alt.value(0.12)),
            strokeOpacity=alt.value(0.9),
            strokeDash=alt.condition("datum.exact", alt.value([1, 0]), alt.value([3, 2])),
            stroke=_colour("family", "@families", FAMILIES, "$family", legend=False, stroke=True),
            order=alt.Order("size:Q", sort="descending"),
        )
    )
    # altair has no expression for a projection's centre but by parameters
    scale, west_east, south_north = (
        alt.param(name=name, value=value)
        for name, value in (("map_scale", 900), ("map_lon", 42), ("map_lat", 28))
    )
    return (
        alt.layer(land, borders, disputed, labels, places)
        .add_params(scale, west_east, south_north)
        .project(
            type="mercator",
            scale=alt.ExprRef("map_scale"),
            center=alt.ExprRef("[map_lon, map_lat]"),
            translate=alt.ExprRef("[width / 2, height / 2]"),
        )
        .properties(width="container", height=460)
        .to_dict()
    )


def _colour(
    field: str,
    title: str,
    domain: tuple[str, ...],
    colours: str,
    *,
    legend: bool = True,
    stroke: bool = False,
) -> alt.Color | alt.Stroke:
    made: type[alt.Color | alt.Stroke] = alt.Stroke if stroke else alt.Color
    return made(
        f"{field}:N",
        scale=alt.Scale(domain=list(domain), range=[f"{colours}_{code}" for code in domain]),
        legend=alt.Legend(title=None, orient="bottom", columns=3, labelExpr=f"@label {field}")
        if legend
        else None,
        title=title,
    )


def _weeks() -> Spec:
    return _spec(
        alt.Chart(_named("incidents"))
        .transform_filter("isValid(datum.week)")
        .mark_bar()
        .encode(
            x=alt.X("week:O", title="@week_from", axis=alt.Axis(labelAngle=-45, labelOverlap=True)),
            y=alt.Y("count():Q", title="@incidents"),
            color=_colour("family", "@families", FAMILIES, "$family"),
            order=alt.Order("family_order:Q"),
        )
        .properties(width="container", height=240)
    )


def _toll() -> Spec:
    base = alt.Chart(_named("weeks")).encode(
        x=alt.X("week:O", title="@week_from", axis=alt.Axis(labelAngle=-45, labelOverlap=True))
    )
    band = base.mark_bar(opacity=0.35, width=alt.RelativeBandSize(0.75), color="$toll").encode(
        y=alt.Y("killed_low:Q", title="@killed"), y2="killed_high:Q"
    )
    best = base.mark_tick(thickness=3, color="$toll", width=alt.RelativeBandSize(0.75)).encode(
        y=alt.Y("killed_best:Q", title="@killed")
    )
    return alt.layer(band, best).properties(width="container", height=240).to_dict()


def _bars(field: str, by: str, title: str, domain: tuple[str, ...], colours: str) -> Spec:
    return _spec(
        alt.Chart(_named("incidents"))
        .transform_filter(f"datum.{field} !== null")
        .transform_joinaggregate(total="count()", groupby=[field])
        .transform_window(
            rank="dense_rank()",
            # among equal counts the same ones are shown in both languages
            sort=[alt.SortField("total", order="descending"), alt.SortField(f"{field}_key")],
        )
        .transform_filter(f"datum.rank <= {_BARS}")
        .mark_bar()
        .encode(
            y=alt.Y(
                f"{field}:N",
                sort=alt.EncodingSortField("total", op="max", order="descending"),
                title=None,
                axis=alt.Axis(labelLimit=190),
            ),
            x=alt.X(
                "count():Q",
                title="@incidents",
                axis=alt.Axis(tickMinStep=1, format="d"),
            ),
            color=_colour(by, title, domain, colours),
        )
        .properties(
            width="container", height=alt.Step(22), autosize=_WIDTH_ONLY, usermeta=_MIRRORED
        )
    )


def _corroboration() -> Spec:
    return _spec(
        alt.Chart(_named("incidents"))
        .transform_calculate(
            sources_told="datum.source_count >= 5 ? '5+' : '' + datum.source_count"
        )
        .mark_bar()
        .encode(
            x=alt.X("sources_told:O", title="@sources", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("count():Q", title="@incidents", axis=alt.Axis(tickMinStep=1, format="d")),
            color=_colour("status", "@status", STATUSES, "$status"),
        )
        .properties(width="container", height=240)
    )


def _coverage() -> Spec:
    return _spec(
        alt.Chart(_named("coverage"))
        .mark_rect()
        .encode(
            x=alt.X("day:O", title="@day", axis=alt.Axis(labelAngle=-45, labelOverlap=True)),
            y=alt.Y(
                "outlet:N",
                title=None,
                sort=alt.EncodingSortField("articles", op="sum", order="descending"),
                axis=alt.Axis(labelLimit=190),
            ),
            color=alt.Color(
                "articles:Q",
                title="@articles",
                scale=alt.Scale(range=["$scale_low", "$scale_high"]),
                legend=alt.Legend(orient="bottom"),
            ),
        )
        .properties(width="container", height=alt.Step(20), autosize=_WIDTH_ONLY)
    )
