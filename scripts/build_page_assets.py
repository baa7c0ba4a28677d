"""Write what the nightly page is drawn with: bi/page/assets/charts.json and vega.js.

    python -m scripts.build_page_assets

Charts are written in Altair (bi/page/charts.py); Vega, Vega-Lite and vega-embed come out of
vl-convert-python, bundled, without a network. Both are kept in the tree, so that a night needs
neither package and each page of one version of Sijill has the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path

import altair
import vl_convert

from bi.page.charts import charts

ASSETS = Path(__file__).resolve().parent.parent / "bi" / "page" / "assets"
#: entry point of the bundle: the function that the page's script calls
_ENTRY = "window.vegaEmbed = vegaEmbed;"


def charts_json() -> str:
    """The charts as the page reads them."""
    return json.dumps(charts(), ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def vega_js() -> str:
    """The bundle that draws them, of the Vega-Lite version that Altair writes for."""
    version = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    return str(vl_convert.javascript_bundle(_ENTRY, vl_version=version)) + "\n"


def main() -> None:
    """Write both files."""
    for name, text in (("charts.json", charts_json()), ("vega.js", vega_js())):
        (ASSETS / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text) // 1000} kB")


if __name__ == "__main__":
    main()
