"""Build the embedded geography of Dordrecht from the figures in `facts/`.

    python geodata/_build/build.py [--out FOLDER]

Writes one folder per layer. The same figures and the same versions of numpy, scipy and shapely
give the same bytes, so a change in a file is a change in its source.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import build_risk
import facts
import layers
import shapely
from reconstruction import reconstruct
from writing import write_layer


def build(out: Path) -> None:
    """Write all layers into a folder."""
    buurten, wijken, border = facts.read_buurten(), facts.read_wijken(), facts.read_border()
    buurt_areas = reconstruct(border, facts.shape_figures(buurten), facts.area_shares(buurten))
    wijk_areas = {
        code: _union([buurt_areas[row] for row in buurten.index[buurten.wijkcode == code]])
        for code in wijken.wijkcode
    }
    gemeente_area = _union(list(wijk_areas.values()))
    for layer in (
        layers.gemeente_layer(buurten, gemeente_area),
        layers.wijken_layer(wijken, buurten, list(wijk_areas.values())),
        layers.buurten_layer(buurten, buurt_areas),
        layers.water_layer(border, wijk_areas),
        layers.voorzieningen_layer(),
    ):
        write_layer(layer, out)
        print(f"{layer.id}: {len(layer.features)} rows")
    build_risk.build(out, out)


def _union(areas: list[shapely.Polygon]) -> shapely.Geometry:
    return shapely.orient_polygons(shapely.normalize(shapely.coverage_union_all(areas)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).parents[1],
        help="folder that receives one folder per layer (default: geodata/)",
    )
    build(parser.parse_args().out)
