"""Counted, none and not known are three things: of water, borders, objects, events and people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from hotspots.access.importing import import_file
from hotspots.access.words import DEPTH_UNKNOWN, WET_UNKNOWN
from hotspots.access.workspace import open_workspace
from hotspots.catalog.whole import OF_ONE
from hotspots.maps.flood_picture import WET_WITHOUT_DEPTH
from hotspots.maps.spec import Overlay
from hotspots.risico import incident_words
from hotspots.risico.beyond import Beyond, beyond_border
from hotspots.risico.command import lines
from hotspots.risico.flood import flood_grid
from hotspots.risico.incident import Incident
from hotspots.risico.incident_words import incident_report
from hotspots.risico.maps import IN_PART_UNKNOWN, About, depth_spec, flood_spec, incident_overlay
from hotspots.risico.settings import read_risk_settings
from hotspots.risico.spoor import spoor_answer
from hotspots.risico.spoor_words import spoor_report
from hotspots.risico.water import water_answer
from hotspots.risico.water_words import water_report
from risky_town import declarations, festive_home, layer

if TYPE_CHECKING:
    from pathlib import Path

    from hotspots.access.workspace import Workspace
    from hotspots.risico.spoor import SpoorAnswer
    from hotspots.risico.water import WaterAnswer
    from hotspots.settings import Home

ABOUT = About("Water", "Proef", "Voorbeeld", "Verzonnen", "laag_flood_zone")
NOORD, OOST = shapely.box(100_000, 421_000, 101_000, 422_000), (101_500.0, 421_500.0)


def opened(home: Home) -> Workspace:
    return open_workspace(home, role="analist")


def without_depth(home: Home) -> WaterAnswer:
    """Return the answer of a flood of which a service gives the area alone, over half of Noord."""
    row = {"scenario": "proef", "diepte_van_m": 0, "diepte_tot_m": None, "aankomst_uur": None,
           "duur_uur": None}  # fmt: skip
    half = shapely.box(100_000, 421_000, 101_000, 421_500)
    made = layer("flood_zone", "zones", features=[(row, half)])
    declarations().write_risk_layer(made, home.geodata)
    return water_answer(opened(home), "proef")


def test_water_of_unknown_depth_is_in_a_class_of_its_own_and_not_the_deepest(risky: Home) -> None:
    answer = without_depth(risky)
    found = answer.to_dict()
    # Half of 1.300 residents.
    assert (found["people"]["inside"], found["people"]["depth_not_known"]) == (650, 650)
    (zone,) = found["exposed"]["zones"]
    assert (zone["id"], zone["label"]) == ("diepte_niet_bekend", DEPTH_UNKNOWN)
    (row,) = found["buurten"]
    assert (row["depth_m"], row["wet_share"], row["status"]) == (None, 0.5, "counted")
    # 40 or 20 % leave, so 390 to 520 stay; 75 % of Noord has a dry floor where it is shallow: all
    # of them at the mild end, nobody at the hard end.
    assert found["people"]["dry_home"] == [292.5, 0]
    first = water_report(answer).sentences[0]
    assert first == (
        "In dit scenario komt het huis van 650 van de 2.245 inwoners onder water te staan (hoe "
        "diep, is van 650 niet bekend)."
    )


def test_water_of_unknown_depth_has_a_fill_and_an_entry_of_its_own(risky: Home) -> None:
    answer = without_depth(risky)
    home = opened(risky)
    spec = depth_spec(home, answer.buurten, ABOUT, Overlay("", (), ()))
    assert spec.fill is not None
    entry = spec.classes[int(spec.fill[0])]
    assert (entry.kind, entry.label) == ("missing", WET_WITHOUT_DEPTH)
    grid = flood_grid(water_answer(home, "proef").flood, home.geography, from_m=0.1)
    by_place = flood_spec(home, grid, "depth", ABOUT, Overlay("", (), ()))
    assert by_place.classes[-1].label == WET_WITHOUT_DEPTH
    assert len(by_place.raster_bounds) == len(by_place.classes) == 7
    # Half a class above the last bound of a depth: in the class of its own.
    assert by_place.raster is not None
    assert np.nanmax(by_place.raster.values) == pytest.approx(6.5)


def oost_raster(folder: Path, west: float = 1.0, east: float = 0.0) -> Path:
    """Return a raster over Oost alone: 1 m in its west half, dry in the east."""
    declarations()
    import flood_example  # noqa: PLC0415 - a script, no package

    x, y = (
        axis.ravel() for axis in np.meshgrid(np.arange(101_050.0, 102_000.0, 100.0),
                                             np.arange(421_050.0, 422_000.0, 100.0))
    )  # fmt: skip
    depth = np.where(x < 101_500, west, east)
    path = folder / "oost.tif"
    path.write_bytes(flood_example.geotiff(flood_example.Cells(x, y, depth, depth, 100.0), depth))
    return path


@pytest.fixture
def half_known(risky: Home, tmp_path: Path) -> Home:
    """The town with a raster over one of its four buurten."""
    home = opened(risky)
    path = oost_raster(tmp_path)
    assert import_file(home, home.layer("laag_flood_depth"), path).status == "published"
    return risky


def test_beyond_the_edge_of_a_raster_it_is_not_known_and_said_with_how_many(
    half_known: Home,
) -> None:
    answer = water_answer(opened(half_known), "oost")
    found = answer.to_dict()
    people = found["people"]
    # Half of the 900 of Oost; the 1.300 of Noord and the 45 of Zuid are not known.
    assert (people["inside"], people["not_known"], people["outside"]) == (450, 1_345, 450)
    by_name = {row["name"]: row for row in found["buurten"]}
    assert (by_name["Noord"]["status"], by_name["Noord"]["not_known"]) == ("not_known", 1_300)
    assert (by_name["Noord"]["depth_m"], by_name["Oost"]["status"]) == (None, "counted")
    assert found["exposed"]["people"]["night"]["not_known"] == 1_345
    first = water_report(answer).sentences[0]
    assert first.endswith("; van 1.345 inwoners is niet bekend of het daar nat wordt.")
    assert first in list(lines(answer))
    assert "van 1.345 niet bekend" in water_report(answer).figures[0].mark


def of_oost(folder: Path, name: str, west: float, east: float) -> Path:
    """Return a raster over Oost with a number for its west half and one for its east half."""
    path = oost_raster(folder, west, east)
    return path.rename(folder / name)


def test_hours_under_a_name_that_no_flood_has_are_said_to_count_for_nothing(
    half_known: Home, tmp_path: Path
) -> None:
    home = opened(half_known)
    days = home.layer("laag_flood_duration")
    report = import_file(home, days, of_oost(tmp_path, "Oost_duur.tif", 72, 0))
    assert report.warnings[0].startswith("Ingelezen onder de naam 'oostduur': 100 cellen van 100 m")
    answer = water_answer(opened(half_known), "oost")
    assert answer.duration_h is None
    (said,) = [note for note in answer.notes if "horen bij geen overstroming" in note]
    assert "'oostduur'" in said
    assert said in list(lines(answer))
    import_file(home, days, of_oost(tmp_path, "oost.tif", 72, 0), mode="replace")
    answer = water_answer(opened(half_known), "oost")
    assert not any("horen bij geen overstroming" in note for note in answer.notes)
    # Three days in the west half; the east half is dry, so its 0 hours are no hours of water.
    assert answer.duration_h == (72, 72)
    assert "Het water staat er daarna 3 dagen." in water_report(answer).sentences


def test_how_long_water_stays_is_of_places_that_are_under_water(
    risky: Home, tmp_path: Path
) -> None:
    home = opened(risky)
    # 5 cm in the west half is less than the 10 cm from which a place is under water.
    import_file(home, home.layer("laag_flood_depth"), of_oost(tmp_path, "oost.tif", 0.05, 1))
    import_file(home, home.layer("laag_flood_duration"), of_oost(tmp_path, "oost.tif", 4, 60))
    answer = water_answer(opened(risky), "oost")
    assert answer.duration_h == (60, 60)
    assert answer.to_dict()["duration_h"] == [60, 60]


def test_places_beyond_the_edge_of_a_raster_are_not_dry(half_known: Home) -> None:
    answer = water_answer(opened(half_known), "oost")
    found = answer.to_dict()
    # The school stands in Noord, Sporthal Zuid in Zuid: nobody knows. Sporthal Oost is dry.
    (school,) = (row for row in found["institutions"] if row["name"] == "School")
    assert (school["wet"], school["depth_m"], school["out"]) == (None, None, "niet_bekend")
    assert [row["name"] for row in found["shelters"]] == ["Sporthal Oost"]
    assert found["shelters_not_usable"]["not_known"] == ["Sporthal Zuid"]
    assert any("Niet bekend of het er droog blijft: Sporthal Zuid" in note
               for note in found["notes"])  # fmt: skip
    assert "Van 4 kwetsbare objecten is niet bekend of zij onder water komen." in " ".join(
        water_report(answer).sentences
    )


def test_what_is_not_known_is_hatched_on_both_maps(half_known: Home) -> None:
    home = opened(half_known)
    answer = water_answer(home, "oost")
    spec = depth_spec(home, answer.buurten, ABOUT, Overlay("", (), ()))
    assert spec.fill is not None
    labels = [spec.classes[at].label for at in spec.fill.tolist()]
    # Haven has no residents, and lies beyond the raster as well.
    assert labels == [WET_UNKNOWN, "1 tot 1,5 m", WET_UNKNOWN, WET_UNKNOWN]
    assert {entry.pattern for entry in spec.classes if entry.label == WET_UNKNOWN} == {"hatch"}
    grid = flood_grid(answer.flood, home.geography, from_m=0.1)
    assert grid.unknown.sum() == 3 * 1_600
    by_place = flood_spec(home, grid, "depth", ABOUT, Overlay("", (), ()))
    assert (by_place.classes[-1].kind, by_place.classes[-1].label) == ("missing", WET_UNKNOWN)


def test_a_buurt_that_is_known_in_part_has_its_depth_hatched(risky: Home, tmp_path: Path) -> None:
    # The raster is of the west half of Oost: 1 m deep there, and of the east nothing.
    home = opened(risky)
    path = oost_raster(tmp_path, east=-9999.0)
    assert import_file(home, home.layer("laag_flood_depth"), path).status == "published"
    half = water_answer(opened(risky), "oost")
    (oost,) = [buurt for buurt in half.buurten if buurt.wet_share > 0]
    assert (oost.wet_share, oost.unknown_share) == (0.5, 0.5)
    spec = depth_spec(opened(risky), half.buurten, ABOUT, Overlay("", (), ()))
    assert spec.fill is not None
    entry = spec.classes[int(spec.fill[1])]
    assert (entry.kind, entry.pattern) == ("value", "hatch")
    assert entry.label == f"1 tot 1,5 m; {IN_PART_UNKNOWN}"
    # The colour of the depth, and a class that is only there where a buurt has it.
    assert entry.colour == next(one for one in spec.classes if one.label == "1 tot 1,5 m").colour
    assert [one.label for one in spec.classes if IN_PART_UNKNOWN in one.label] == [entry.label]


def test_a_large_raster_is_cut_to_the_municipality_when_it_is_read(
    risky: Home, tmp_path: Path
) -> None:
    from PIL import Image, TiffImagePlugin  # noqa: PLC0415 - only here

    # 8.000 by 8.000 cells of 1 m around the town, which lies 3 km from its north-west corner.
    image = Image.new("F", (8_000, 8_000), 1.5)
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, values in (
        (33550, (1.0, 1.0, 0.0)),
        (33922, (0.0, 0.0, 0.0, 97_000.0, 425_000.0, 0.0)),
        (34735, (1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, 28992)),
    ):
        tags[tag] = values
        tags.tagtype[tag] = 3 if tag == 34735 else 12
    path = tmp_path / "groot.tif"
    image.save(path, tiffinfo=tags, compression="tiff_deflate")
    home = opened(risky)
    report = import_file(home, home.layer("laag_flood_depth"), path)
    assert report.status == "published"
    # 2.000 by 2.000 cells, and those just around them.
    assert 4_000_000 <= report.read <= 2_010 * 2_010
    assert water_answer(opened(risky), "groot").to_dict()["people"]["inside"] == pytest.approx(
        2_245
    )


def test_a_shelter_outside_the_dike_takes_nobody_unless_its_ground_is_known_to_be_dry(
    risky: Home, tmp_path: Path
) -> None:
    hall = (
        {"naam": "Havenhal", "vloeroppervlak_m2": 350, "buitendijks": "ja"}, shapely.Point(*OOST),
    )  # fmt: skip
    declarations().write_risk_layer(layer("shelter", "places", features=[hall]), risky.geodata)
    # Zones do not reach it, which says nothing of land outside the dike.
    answer = water_answer(opened(risky), "proef")
    found = answer.to_dict()
    assert (found["shelters"], found["shelters_not_usable"]["outside_dike"]) == ([], ["Havenhal"])
    words = water_report(answer)
    assert words.table("shelters").nothing == (
        "Van geen enkele opvangplaats is bekend dat zij droog blijft."
    )
    assert "Van 1 plek voor opvang is niet bekend of het er droog blijft" in " ".join(
        words.sentences
    )
    # A raster with a depth of 0 there does.
    home = opened(risky)
    path = oost_raster(tmp_path)
    assert import_file(home, home.layer("laag_flood_depth"), path).status == "published"
    dry = water_answer(opened(risky), "oost").to_dict()
    assert [row["name"] for row in dry["shelters"]] == ["Havenhal"]


def test_zones_say_nothing_of_land_outside_the_dike_ring(risky: Home) -> None:
    # The ring holds the western half of the town; Oost lies outside it, and the zones do too.
    ring = ({"naam": "Ring", "code": "1"}, shapely.box(100_000, 420_000, 101_000, 422_000))
    declarations().write_risk_layer(layer("dike_ring", "zones", features=[ring]), risky.geodata)
    found = water_answer(opened(risky), "proef").to_dict()
    assert found["people"]["inside"] == 695
    assert (found["people"]["not_known"], found["people"]["outside"]) == (900, 650)


CLOUD = {"kind": "gifwolk", "wind_from_deg": 270.0}


def incident(home: Home, x_rd: float, y_rd: float, day: date | None = None) -> SpoorAnswer:
    at = Incident("gifwolk", x_rd, y_rd, 270.0)
    return spoor_answer(opened(home), "nacht", incident=at, day=day)


def test_a_cloud_beyond_the_border_is_not_known_and_never_nobody(risky: Home) -> None:
    # The wind drives it from 3 km east of the town farther to the east.
    answer = incident(risky, 105_000, 421_500)
    told = answer.to_dict()["incident"]
    assert told["people_status"] == "not_known"
    assert told["people"]["night"]["inside"] is None
    assert told["people"]["dependent"]["inside"] == [None, None]
    words = incident_report(answer)
    assert "is niet bekend, want die ligt buiten de gemeente" in words.sentences[0]
    assert [(figure.value, figure.mark) for figure in words.figures[:3]] == [
        ("–", "niet bekend")
    ] * 3
    # Said once, in the first sentence, and below how it was counted.
    outside = incident_words.WHOLLY_OUTSIDE.format(whole=OF_ONE)
    assert outside not in words.sentences
    assert outside in words.notes
    assert words.table("incident_buurten").nothing == outside


def test_a_cloud_over_the_border_counts_inside_and_says_what_is_not_known(risky: Home) -> None:
    answer = incident(risky, 101_500, 421_500)
    assert answer.to_dict()["incident"]["people_status"] == "counted_in_part"
    words = incident_report(answer)
    assert "; buiten de gemeente niet bekend" in words.sentences[0]
    home = opened(risky)
    at = Incident("gifwolk", 101_500, 421_500, 270.0)
    zone = spoor_answer(home, "nacht", incident=at).incident
    assert zone is not None
    overlay = incident_overlay(home, zone.zone, (101_500, 421_500), [])
    assert overlay.notes == ("?: buiten de gemeente: aantal mensen niet bekend",)
    (beyond,) = [shape for shape in overlay.shapes if shape.label == "?"]
    # The town ends at x 102.000.
    assert beyond.ring[:, 0].min() >= 101_999


def test_people_beyond_the_border_are_counted_from_the_buurten_of_the_neighbours(
    risky: Home,
) -> None:
    # Two buurten east of the town, of 1 by 2 km each: 4.000 people, and a number nobody knows.
    rows = [
        ({"buurtnaam": "Dal", "inwoners": 4000, "gemeentenaam": "Buurstad"},
         shapely.box(102_000, 420_000, 103_000, 422_000)),
        ({"buurtnaam": "Berg", "inwoners": None, "gemeentenaam": "Buurstad"},
         shapely.box(103_000, 420_000, 104_000, 422_000)),
        # A file of a region has our own buurten too: those are no neighbours.
        ({"buurtnaam": "Oost", "inwoners": 900, "gemeentenaam": "Proefstad"},
         shapely.box(101_000, 421_000, 102_000, 422_000)),
    ]  # fmt: skip
    made = layer("neighbour", "zones", features=rows)
    declarations().write_risk_layer(made, risky.geodata)
    home = opened(risky)
    settings = read_risk_settings(risky)
    # A square of 500 m wide over the border at x 102.000, 250 m on each side, and 400 m high: in
    # Dal lie 250 x 400 m of its 2 km2, and so 4.000 x 0,1 / 2 = 200 people.
    square = shapely.box(101_750, 421_000, 102_250, 421_400)
    outside = beyond_border(home, settings, square, "night")
    assert outside == Beyond(200.0, 1.0, ("Buurstad",), "Verzonnen")
    assert outside.status == "counted"
    # By day no number is given: half of them, as the setting says of the town itself.
    day = beyond_border(home, settings, square, "day")
    assert day is not None
    assert day.people == 100.0
    # From the border 1.500 m to the east: the 1.000 m of Dal (0,4 of its 2 km2: 800 people) are
    # known, the 500 m of Berg are not.
    wide = beyond_border(home, settings, shapely.box(102_000, 421_000, 103_500, 421_400), "night")
    assert wide is not None
    assert (wide.people, wide.status) == (800.0, "counted_in_part")
    assert wide.known_share == pytest.approx(1000 / 1500)
    assert (
        beyond_border(home, settings, shapely.box(100_100, 421_000, 100_200, 421_100), "night")
        is None
    )
    answer = incident(risky, 101_500, 421_500)
    told = answer.to_dict()["incident"]
    assert told["beyond"]["status"] == "counted"
    # A slice of 1.500 m and 20 degrees on each side of east from x 101.500: 1.500² x pi / 9, less
    # the triangle up to the border, 500² x tan 20: 694.400 m2 in Dal, 2.000 people per km2.
    assert told["beyond"]["people"] == pytest.approx(1388.8, rel=1e-3)
    report = incident_report(answer)
    people = "1.388"
    assert f"; buiten de gemeente naar schatting {people}" in report.sentences[0]
    # Beside it stands who is in the zones along the track, which is said to be that.
    said = [note for note in report.notes if note.startswith("Buiten de gemeente (Buurstad)")]
    of_incident = [note for note in said if "langs het spoor" not in note]
    assert len(of_incident) == 1
    assert f"{people} mensen in de zone," in of_incident[0]
    overlay = incident_overlay(
        home, answer.incident.zone, (101_500, 421_500), [], outside=answer.incident.beyond
    )
    assert overlay.notes == (f"buiten: buiten de gemeente naar schatting {people} mensen",)


def test_kinds_of_objects_that_nobody_loaded_are_named_first(risky: Home) -> None:
    row = {"naam": "Kliniek", "kwetsbaarheid": "zeer_kwetsbaar", "soort": "ziekenhuis"}
    made = layer("vulnerable", "places", features=[(row, shapely.Point(100_100, 420_100))])
    declarations().write_risk_layer(made, risky.geodata)
    answer = incident(risky, 101_000, 421_900)
    found = answer.to_dict()
    missing = ["verpleeghuizen", "scholen", "kinderopvang", "gevangenissen"]
    assert found["objects_not_loaded"] == found["incident"]["objects_not_loaded"] == missing
    words = incident_report(answer)
    unknown = "verpleeghuizen, scholen, kinderopvang en gevangenissen zijn niet geladen"
    assert words.sentences[0].endswith(f"; {unknown}: niet bekend.")
    (warned,) = (figure for figure in words.figures if "waarschuwen" in figure.label)
    # Nothing of what is loaded lies in the cloud: that is not none.
    assert warned.value == "–"
    assert "niet geladen: verpleeghuizen" in warned.mark
    assert unknown in words.table("warn").nothing.lower()
    assert not any("geen bekend kwetsbaar object" in said for said in words.sentences)
    assert unknown in " ".join(lines(answer))


def nursing_homes(home: Home) -> None:
    """Put two of them in Noord, near the track: one with 150 people, one that gives no number."""
    rows = [
        ({"naam": name, "kwetsbaarheid": "zeer_kwetsbaar", "soort": "verpleeghuis",
          "niet_zelfredzaam": helpless}, shapely.Point(x, 421_510))
        for name, helpless, x in (("Rusthof", 150, 100_500), ("Avondrood", None, 100_600))
    ]  # fmt: skip
    made = layer("vulnerable", "places", features=rows)
    declarations().write_risk_layer(made, home.geodata)


def test_who_cannot_help_themselves_in_an_object_count_and_one_that_gives_none_is_said(
    risky: Home,
) -> None:
    nursing_homes(risky)
    answer = spoor_answer(opened(risky), "nacht")
    found = answer.to_dict()
    objects = found["dependents_in_objects"]
    assert objects == {
        "people": 150, "objects": 2, "without": 1, "closed": 0, "status": "counted_in_part",
    }  # fmt: skip
    (column,) = (one for one in found["columns"] if one["id"] == "zelfredzaamheid")
    residents = found["people"]["dependent"]["inside"]
    assert column["numbers"]["dependent"] == [end + 150 for end in residents]
    said = "van wie 150 in kwetsbare objecten (van 1 object niet bekend)"
    assert said in " ".join(column["sentences"])
    words = spoor_report(answer)
    assert said in " ".join(words.sentences)
    rows = words.table("objects").rows
    # By name: Avondrood, which gives none, and Rusthof.
    assert rows["helpless"].isna().tolist() == [True, False]
    assert rows["helpless"].tolist()[1] == 150
    (figure,) = (one for one in words.figures if one.label == "niet zelfredzaam")
    assert "van 1 object niet bekend" in figure.mark


def test_who_cannot_help_themselves_count_around_an_incident_and_in_water(risky: Home) -> None:
    nursing_homes(risky)
    found = incident(risky, 100_100, 421_510).to_dict()["incident"]
    residents = found["people"]["dependent"]["inside"]
    together = [round(end + 150, 1) for end in residents]
    assert found["people"]["dependent"]["with_objects"] == together
    assert [row["dependent"] for row in found["warn"]] == [150, None]
    # Both stand just north of the water.
    wet = water_answer(opened(risky), "proef").to_dict()
    assert wet["dependents_in_objects"]["status"] == "none"


def test_a_place_that_is_closed_at_night_is_warned_last_and_not_named_first(risky: Home) -> None:
    rows = [
        ({"naam": "Zwembad", "kwetsbaarheid": "kwetsbaar", "soort": "zwemlocatie",
          "open_vanaf_uur": 8, "open_tot_uur": 22}, shapely.Point(100_200, 421_500)),
        ({"naam": "Sporthal", "kwetsbaarheid": "beperkt_kwetsbaar", "soort": "sport"},
         shapely.Point(100_400, 421_500)),
    ]  # fmt: skip
    made = layer("vulnerable", "places", features=rows)
    declarations().write_risk_layer(made, risky.geodata)
    answer = incident(risky, 100_000, 421_500)
    found = answer.to_dict()
    warned = [(row["name"], row["open"]) for row in found["incident"]["warn"]]
    assert warned == [("Sporthal", None), ("Zwembad", False)]
    said = " ".join(incident_report(answer).sentences)
    assert "Waarschuw eerst: Sporthal (niet bekend of er 's nachts iemand is)." in said


def test_people_in_a_strip_are_told_between_nobody_and_all_of_the_buurten_it_touches(
    risky: Home,
) -> None:
    answer = spoor_answer(opened(risky), "nacht")
    found = answer.to_dict()
    (fire,) = (zone for zone in found["zones"] if zone["id"] == "brand")
    # 30 m on both sides of the track through the middle of Noord and Oost: 6 % of 2.200 people on
    # even land, and nobody knows where in them they live.
    assert fire["within"]["night"] == pytest.approx(132, abs=0.1)
    assert fire["within_bounds"]["night"] == [0, 2_200]
    words = spoor_report(answer)
    assert "naar schatting 132, ergens tussen 0 en 2.200." in words.sentences[1]
    # The widest zone holds the whole town: of that no bounds are needed.
    wide = found["people"]["night"]
    assert wide["inside_bounds"] == [2_245, 2_245] == [wide["inside"]] * 2
    assert words.figures[0].mark == "berekend"
    # A circle of 300 m reaches into Noord alone, for a part.
    at = Incident("bleve", 100_500, 421_600)
    near = spoor_answer(opened(risky), "nacht", incident=at)
    told = incident_report(near)
    assert near.to_dict()["incident"]["people"]["night"]["inside_bounds"] == [0, 1_300]
    assert ", ergens tussen 0 en 1.300" in told.sentences[0]
    assert "ergens tussen 0 en 1.300" in told.figures[0].mark


def test_an_event_of_a_day_beyond_the_calendar_is_not_known_in_all_outlets(
    tmp_path: Path,
) -> None:
    home = festive_home(tmp_path)
    answer = incident(home, 100_500, 421_500, date(2026, 6, 2))
    found = answer.to_dict()
    assert (found["events_status"], found["incident"]["events_status"]) == ("not_known",) * 2
    assert found["incident"]["places"]["inside"]["events"] is None
    reach = "De kalender loopt van 01-06-2018 tot en met 31-07-2018"
    assert reach in found["events_unknown"]
    words = incident_report(answer)
    assert any(reach in said for said in words.sentences)
    assert reach in words.table("incident_events").nothing
    assert reach in " ".join(lines(answer))
    # A day of the calendar without an event is none.
    quiet = incident(home, 100_500, 421_500, date(2018, 6, 20))
    assert (quiet.events_status, quiet.to_dict()["events_unknown"]) == ("none", None)
    assert incident_report(quiet).table("incident_events").nothing == (
        "Er is die dag geen evenement in de zone."
    )
    wet = water_answer(opened(home), "proef", day=date(2026, 6, 2)).to_dict()
    assert wet["events_status"] == "not_known"
    assert any(reach in note for note in wet["notes"])


def test_a_zone_of_the_register_is_not_said_to_be_calculated(risky: Home) -> None:
    row = {"gebied": "brand", "naam": "Brand", "herkomst": "bron", "code": "1"}
    band = shapely.box(98_000, 421_470, 104_000, 421_530)
    made = layer("rail_zone", "zones", features=[(row, band)])
    declarations().write_risk_layer(made, risky.geodata)
    notes = " ".join(spoor_answer(opened(risky), "nacht").to_dict()["notes"])
    assert "Uit het Register externe veiligheid: brandaandachtsgebied." in notes
    assert (
        "Berekend met afstanden uit de instellingen: explosieaandachtsgebied en "
        "gifwolkaandachtsgebied."
    ) in notes
    assert "Het zijn niet de gebieden uit het Register" not in notes
