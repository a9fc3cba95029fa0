"""Sentences about files that come in: what cannot be read, and what was noticed on the way.

A function that returns `Parts` gives the three parts of an error. One that returns two texts gives
the value and the reason that stand behind a row in the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hotspots.dutch import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotspots.errors import Parts

#: What the geometry of a file is called where a column would be named.
GEOMETRY: Final = "geometrie"

#: What a user can bring, as it is said in messages.
FORMATS: Final = (
    "CSV (.csv), Excel (.xlsx, .xlsm, .xlsb, .xls), LibreOffice (.ods), GeoPackage (.gpkg), "
    "GeoJSON (.geojson), JSON lines (.jsonl), KML (.kml, .kmz), GML (.gml), een gezipte Shapefile, "
    "FileGDB of MapInfo (.zip), GeoParquet (.parquet) of, voor een kalender, iCalendar (.ics); "
    "één tabel mag in een .zip of .gz zitten"
)

_AT_MOST: Final = 5

#: Characters of a name in a list; a column name can be as long as a file.
_LONGEST: Final = 60

_SAVE_AS_UTF8: Final = "Sla het bestand opnieuw op als 'CSV UTF-8'."


def listed(values: Sequence[object], at_most: int = _AT_MOST) -> str:
    """Name the first few values, long ones cut off, and say how many more there are.

    Examples
    --------
    >>> listed([1, 2, 3], at_most=2)
    '1, 2 en nog 1'
    """
    shown = ", ".join(_printable(str(value)) for value in values[:at_most])
    more = len(values) - at_most
    return f"{shown} en nog {number(more)}" if more > 0 else shown


def _printable(text: str) -> str:
    """Cut off a name that is too long, and replace what would steer a terminal."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in short)


def _megabytes(size: int) -> str:
    return f"{number(-(-size // 1_000_000))} MB"


def unnamed(position: int) -> str:
    """Name a column without a name."""
    return f"kolom {position}"


def repeated_columns(names: Sequence[str]) -> str:
    """Say that column names occur more than once."""
    return f"Deze kolomnamen staan meer dan één keer in de kop: {listed(names)}."


def no_such_file(name: str) -> Parts:
    """Say that there is no such file."""
    return (
        f"Het bestand '{name}' bestaat niet of kan niet worden geopend.",
        "Verwacht: een gewoon bestand, geen map of apparaat.",
        "Controleer de naam en de map.",
    )


def empty_file(name: str) -> Parts:
    """Say that a file holds nothing."""
    return (
        f"{name} is leeg: er staan geen rijen in.",
        "Verwacht: een kop met kolomnamen en minstens één rij.",
        "Maak de export opnieuw.",
    )


def file_too_large(name: str, size: int, limit: int) -> Parts:
    """Say that a file is too large."""
    return (
        f"{name} is te groot.",
        f"Gevonden: {_megabytes(size)}; het maximum is {_megabytes(limit)}.",
        "Splits het bestand, bijvoorbeeld per jaar.",
    )


def unzips_too_large(name: str, size: int, limit: int) -> Parts:
    """Say that a zipped file is too large once unzipped."""
    return (
        f"{name} is uitgepakt te groot en is niet geopend.",
        (
            f"Uitgepakt: {_megabytes(size)}; het maximum is {_megabytes(limit)}, "
            "of een verhouding van 1:200 met het ingepakte bestand."
        ),
        "Splits het bestand of lever het als CSV aan.",
    )


def too_many_members(name: str, members: int, limit: int) -> Parts:
    """Say that a zip holds too many files."""
    return (
        f"In {name} zitten te veel bestanden; het is niet geopend.",
        f"Gevonden: {number(members)} bestanden; het maximum is {number(limit)}.",
        "Zip alleen de bestanden van één tabel of laag.",
    )


def nothing_in_zip(name: str, inner: Sequence[str]) -> Parts:
    """Say that a zip holds nothing that is read."""
    return (
        f"In {name} zit geen tabel of laag die gelezen wordt.",
        f"Gevonden in de zip: {listed(inner)}. Verwacht: {FORMATS}.",
        "Zip één zo'n bestand, of van een Shapefile .shp, .shx, .dbf en .prj samen.",
    )


def several_tables(name: str, tables: Sequence[str]) -> Parts:
    """Say that a zip holds more than one table."""
    return (
        f"In {name} zit meer dan één tabel.",
        f"Gevonden in de zip: {listed(tables, 10)}. Verwacht: één tabel.",
        "Lees ze een voor een in: pak de zip uit, of zip ze los van elkaar.",
    )


def left_in_zip(names: Sequence[str]) -> str:
    """Say that a zip held more than the table that was read."""
    return f"In de zip zitten ook bestanden die niet gelezen zijn: {listed(names)}."


def too_much_text(name: str, size: int, limit: int) -> Parts:
    """Say that a file holds more text than the tool takes."""
    return (
        f"{name} bevat te veel tekst en is niet ingelezen.",
        f"Gevonden: meer dan {_megabytes(size)} tekst; het maximum is {_megabytes(limit)}.",
        "Haal kolommen met lange teksten weg of splits het bestand.",
    )


def too_much_read(name: str, size: int, limit: int) -> Parts:
    """Say that what comes out of a file is more than the tool takes."""
    return (
        f"{name} is te groot als het is uitgelezen.",
        f"Uitgelezen: {_megabytes(size)}; het maximum is {_megabytes(limit)}.",
        "Haal kolommen weg die niet nodig zijn of splits het bestand.",
    )


def too_many_rows(name: str, rows: int, limit: int) -> Parts:
    """Say that a file has too many rows."""
    return (
        f"{name} heeft te veel rijen.",
        f"Gevonden: {number(rows)} rijen; het maximum is {number(limit)}.",
        "Splits het bestand, bijvoorbeeld per jaar.",
    )


def too_many_columns(name: str, columns: int, limit: int) -> Parts:
    """Say that a file has too many columns."""
    return (
        f"{name} heeft te veel kolommen.",
        f"Gevonden: {number(columns)} kolommen; het maximum is {number(limit)}.",
        "Haal kolommen weg die niet nodig zijn; let op een losse cel ver naar rechts.",
    )


def too_many_cells(name: str, cells: int, limit: int) -> Parts:
    """Say that rows times columns is too much."""
    return (
        f"{name} is te groot: rijen maal kolommen is te veel.",
        f"Gevonden: {number(cells)} cellen; het maximum is {number(limit)}.",
        "Haal kolommen weg die niet nodig zijn of splits het bestand.",
    )


def field_too_long(name: str, row: int) -> Parts:
    """Say that a row holds a field of absurd length."""
    return (
        f"Rij {row} van {name} is te lang om te lezen.",
        "Een rij mag ten hoogste 1 MB zijn; vaak is een aanhalingsteken niet gesloten.",
        (
            "Herstel die regel in de bron en maak de export opnieuw. Komt het uit een database, "
            "laat lange kolommen dan weg met --query."
        ),
    )


def not_text(name: str) -> Parts:
    """Say that a CSV file is no text."""
    return (
        f"{name} is geen geldig CSV-bestand.",
        "De inhoud is geen tekst (er staan nultekens in).",
        f"Lever een van deze formaten aan: {FORMATS}.",
    )


def odd_members(programs: Sequence[str], outside: Sequence[str]) -> tuple[str, ...]:
    """Say that a zip holds programs, or names that lead outside it; the rows were read anyway."""
    said = []
    if programs:
        said.append(
            f"In de zip zitten programma's: {listed(programs, 5)}. Daarvan is niets geopend. Vraag "
            "de leverancier waar dit vandaan komt."
        )
    if outside:
        said.append(
            f"In de zip wijzen namen naar een andere map: {listed(outside, 5)}. Daar is niets "
            "geschreven. Vraag de leverancier waar dit vandaan komt."
        )
    return tuple(said)


#: After a page of HTML, whatever it is called.
HTML_CUT_OFF: Final = (
    "De tabel in deze webpagina is niet afgesloten: het bestand kan afgekapt zijn. Tel de rijen na."
)
HTML_TABLE: Final = "Dit bestand is een webpagina (HTML); de grootste tabel daarin is gelezen."


def large_is_not_utf8(name: str) -> Parts:
    """Say that a large CSV is in an encoding that is not read in pieces."""
    return (
        f"{name} is te groot om in deze tekencodering te lezen.",
        "Gevonden: nultekens, zoals in UTF-16; zo'n groot bestand wordt in stukken gelezen.",
        "Sla het op als CSV UTF-8 en lees het opnieuw in.",
    )


def undecodable(name: str, encoding: str, byte: int) -> Parts:
    """Say that text is not in the encoding it says."""
    return (
        f"De tekens van {name} zijn niet te lezen (byte {number(byte)}).",
        f"Het bestand zegt de codering {encoding.upper()} te hebben, maar dat klopt niet.",
        _SAVE_AS_UTF8,
    )


def undecodable_line(name: str, row: int) -> Parts:
    """Say that a line is in no known encoding."""
    return (
        f"De tekens in rij {row} van {name} zijn niet te lezen.",
        "Verwacht: de codering UTF-8, UTF-16 of Windows-1252.",
        _SAVE_AS_UTF8,
    )


def mixed_encodings(rows: Sequence[int]) -> str:
    """Say that two encodings are mixed."""
    return (
        "Het bestand heeft twee coderingen door elkaar: UTF-8 en Windows-1252. Als Windows-1252 "
        f"gelezen: rij {listed(rows)}. Controleer daar de bijzondere tekens."
    )


CHARACTERS_LOST: Final = (
    "In het bestand staan tekens (�) die bij een eerdere omzetting verloren zijn gegaan."
)


def titles_skipped(titles: int, header_row: int) -> str:
    """Say that lines above the header were skipped."""
    return f"Boven de kop zijn {titles} regel(s) overgeslagen; als kop is rij {header_row} gelezen."


def blank_rows_skipped(rows: int) -> str:
    """Say that empty rows were skipped."""
    return f"{number(rows)} lege rij(en) overgeslagen."


def ragged(fields: int, expected: int) -> tuple[str, str]:
    """Return value and reason for a row whose fields do not fit the header."""
    kind = "te veel velden" if fields > expected else "te weinig velden"
    return (
        f"{fields} velden",
        (
            f"{kind}: {fields} gevonden, de kop heeft {expected} kolommen; "
            "controleer scheidingsteken en aanhalingstekens in deze regel"
        ),
    )


#: Value and reason of a row with a quote that is not closed.
UNCLOSED_QUOTE: Final = "", "een aanhalingsteken in deze regel is niet gesloten"


def damaged(name: str, kind: str) -> Parts:
    """Say that a file is broken."""
    return (
        f"{name} is beschadigd of geen geldig bestand van het soort {kind}.",
        f"Verwacht: een heel bestand dat als {kind} te lezen is.",
        "Maak de export opnieuw en controleer of het bestand in de bron te openen is.",
    )


def not_geojson(name: str) -> Parts:
    """Say that JSON is not a FeatureCollection."""
    return (
        f"{name} is geen geldig GeoJSON-bestand.",
        "Verwacht: een FeatureCollection met features.",
        "Exporteer de laag als GeoJSON.",
    )


def geojson_cut_off(name: str, line: int, column: int) -> Parts:
    """Say that JSON stops being JSON somewhere."""
    return (
        f"{name} is geen geldige JSON: het bestand is beschadigd of afgekapt.",
        f"Het gaat mis op regel {number(line)}, teken {number(column)}.",
        "Maak de export opnieuw.",
    )


CRS_LINK_IGNORED: Final = (
    "Het bestand verwijst voor het coördinatenstelsel naar een internetadres. Dat is niet "
    "geopend; gelezen als WGS84, zoals GeoJSON voorschrijft."
)


def geometry_is_no_point(kind: str) -> tuple[str, str]:
    """Return value and reason for a geometry that is not a point."""
    return kind, f"geometrie is geen punt maar {kind}; verwacht een punt"


#: Value and reason of a geometry that cannot be read.
GEOMETRY_UNREADABLE: Final = "", "geometrie is ongeldig of niet te lezen"


def coordinate_is_no_number(value: str) -> tuple[str, str]:
    """Return value and reason for a coordinate that is NaN or infinite."""
    return value, "coördinaat van de geometrie is geen getal (NaN of oneindig)"


#: Value and reason of a feature that is something else.
NO_FEATURE: Final = "", "dit onderdeel van het bestand is geen geldige feature"


def several_layers(name: str, names: Sequence[str], word: str) -> Parts:
    """Say that there are several layers and one must be chosen."""
    return (
        f"{name} bevat meer dan één {word}.",
        f"Gevonden: {listed(names, 20)}.",
        f"Kies één {word}, of lever een bestand aan met maar één {word}.",
    )


def no_such_layer(name: str, wanted: str, names: Sequence[str], word: str) -> Parts:
    """Say that the layer that was chosen is not in the file."""
    return (
        f"{name} bevat geen {word} met de naam '{wanted}'.",
        f"Gevonden: {listed(names, 20) or 'geen'}.",
        f"Kies een {word} uit deze lijst.",
    )


def no_layers(name: str, word: str) -> Parts:
    """Say that there is nothing to read."""
    return (
        f"{name} bevat geen {word} met rijen.",
        "Verwacht: precies één.",
        "Maak de export opnieuw.",
    )


def views_skipped(names: Sequence[str]) -> str:
    """Say that views of a GeoPackage are not read."""
    return (
        "In het GeoPackage staan ook lagen die geen tabel zijn (een view of virtuele tabel). "
        f"Die worden nooit gelezen: {listed(names)}."
    )


def columns_skipped(names: Sequence[str]) -> str:
    """Say that columns of a kind that is no text, number or date are not read."""
    return f"Kolommen zonder leesbare waarden zijn overgeslagen: {listed(names)}."


def hidden_cells(rows: int, columns: int) -> str:
    """Say that hidden rows and columns are read as well."""
    return (
        f"Het werkblad heeft verborgen rijen ({rows}) of kolommen ({columns}); "
        "die zijn ook gelezen."
    )


def hidden_sheets(names: Sequence[str]) -> str:
    """Say that hidden sheets are left out."""
    return f"Verborgen werkbladen zijn niet gelezen: {listed(names)}."


def unsafe_xml(name: str) -> Parts:
    """Say that a workbook declares XML entities."""
    return (
        f"{name} is geweigerd: het bevat XML-definities (DOCTYPE of ENTITY).",
        "Een gewoon bestand heeft die niet; ze kunnen een computer vastzetten.",
        "Open het in het programma waar het vandaan komt, en sla het daar opnieuw op.",
    )


def unsafe_gml(name: str) -> Parts:
    """Say that a GML declares entities."""
    return (
        f"{name} is geweigerd: het bevat XML-definities (DOCTYPE of ENTITY), of nultekens.",
        "Een gewone GML heeft die niet; ze kunnen een computer vastzetten of bestanden openen.",
        "Maak de export opnieuw, als GML in UTF-8 of als GeoPackage.",
    )


def gml_refers_elsewhere(name: str) -> Parts:
    """Say that a GML refers to another file or address."""
    return (
        f"{name} is geweigerd: het verwijst naar een ander bestand of adres (href of include).",
        "Een bestand wordt gelezen zoals het is; wat er niet in staat, wordt niet opgehaald.",
        "Maak een export waarin alles zelf staat, bijvoorbeeld als GeoPackage.",
    )


def no_object(name: str, line: int) -> Parts:
    """Say that a line of JSON lines is no object."""
    return (
        f"{name} is geen leesbaar JSON-lines-bestand: regel {number(line)} is geen JSON-object.",
        "Verwacht: op elke regel een object, of een feature van GeoJSON, in UTF-8.",
        "Maak de export opnieuw.",
    )


def password(name: str) -> Parts:
    """Say that a zip needs a password."""
    return (
        f"{name} is beveiligd met een wachtwoord (versleuteld).",
        "Een versleuteld bestand kan niet worden gelezen.",
        "Lever het bestand zonder wachtwoord aan, langs een veilige weg.",
    )


def no_shapefile(name: str, missing: Sequence[str], inner: Sequence[str]) -> Parts:
    """Say that a zip does not hold a whole shapefile."""
    contents = f"Gevonden in de zip: {listed(inner) or 'niets'}."
    return (
        f"De zip {name} bevat geen volledige Shapefile: {', '.join(missing)} ontbreekt.",
        contents,
        "Zip de bestanden .shp, .shx, .dbf en .prj samen, niet een zip in een zip.",
    )


def takes_too_long(name: str, seconds: int) -> Parts:
    """Say that reading took too long."""
    return (
        f"Het lezen van {name} duurde te lang en is gestopt.",
        f"De grens is {seconds} seconden.",
        "Lever het bestand als CSV aan of splits het.",
    )


def disk_full(name: str) -> Parts:
    """Say that the disk is full while a file is being read."""
    return (
        f"Het lezen van {name} is gestopt: de schijf is vol.",
        "Verwacht: ruimte voor de tabel die uit het bestand komt. Er is niets veranderd.",
        "Maak ruimte, of kies een andere map met de omgevingsvariabele HOTSPOTS_STATE.",
    )


def reader_stopped(name: str) -> Parts:
    """Say that the reader broke down."""
    return (
        f"Het lezen van {name} is gestopt: het bestand is beschadigd of vraagt te veel geheugen.",
        "Verwacht: een bestand dat geheel te lezen is.",
        "Controleer het bestand in de bron, of lever het als CSV aan.",
    )


def unknown_encoding_of_geometry(name: str, encoding: str) -> Parts:
    """Say that the geometry of GeoParquet is written in a way that is not read."""
    return (
        f"De geometrie in {name} is geschreven als '{encoding}'.",
        "Verwacht: WKB of point.",
        "Exporteer het bestand opnieuw met WKB-geometrie.",
    )


#: What a GeoPackage or zip, and what a workbook, has several of.
LAYER: Final = "laag"
SHEET: Final = "werkblad"

#: What the content of an EXE or another executable is called.
PROGRAM: Final = "een programma"


def lying_extension(name: str, kind: str) -> Parts:
    """Say that content and extension differ."""
    return (
        f"{name} is niet wat de naam zegt.",
        f"De inhoud is herkend als {kind}.",
        "Geef het bestand de goede extensie, of maak de export opnieuw.",
    )


def not_accepted(name: str, kind: str) -> Parts:
    """Say that the content is of a kind that is never read."""
    return (
        f"{name} wordt niet geopend: de inhoud is geen geldig bestand om te importeren.",
        f"De inhoud is herkend als {kind}.",
        f"Lever een van deze formaten aan: {FORMATS}.",
    )


#: What files are that people have and that are not read, by their extension.
NOT_READ: Final[Mapping[str, str]] = {
    **dict.fromkeys((".shp", ".shx", ".dbf", ".prj"), "één deel van een Shapefile"),
    **dict.fromkeys((".tab", ".mif", ".mid"), "één deel van een bestand van MapInfo"),
    **dict.fromkeys((".dwg", ".dxf", ".dgn"), "een tekening van AutoCAD of MicroStation"),
    **dict.fromkeys((".las", ".laz"), "een puntenwolk"),
    **dict.fromkeys((".tif", ".tiff", ".asc"), "een raster"),
    **dict.fromkeys((".mbtiles", ".pmtiles"), "een bestand met kaartbeelden"),
    **dict.fromkeys((".qgs", ".qgz", ".aprx", ".mxd"), "een project van QGIS of ArcGIS"),
    **dict.fromkeys((".eml", ".msg"), "een e-mailbericht"),
    **dict.fromkeys((".doc", ".docx", ".odt"), "een tekstdocument"),
    **dict.fromkeys((".ppt", ".pptx", ".odp"), "een presentatie"),
    **dict.fromkeys((".bz2", ".xz", ".zst", ".tar", ".tgz"), "een ingepakt bestand"),
    **dict.fromkeys((".mdb", ".accdb"), "een database van Access"),
    **dict.fromkeys((".sqlite", ".db", ".sql", ".dump"), "een database, of een kopie daarvan"),
    **dict.fromkeys((".mp4", ".mov", ".avi"), "een video"),
    ".fgb": "een FlatGeobuf",
    ".arrow": "een tabel van Arrow",
    ".feather": "een tabel van Arrow",
    ".gpx": "een spoor van een gps-apparaat (GPX)",
    ".numbers": "een rekenblad van Apple Numbers",
    ".fods": "een rekenblad van LibreOffice in één XML-bestand",
    ".sav": "een bestand van SPSS",
    ".gdb": "een map van ArcGIS (FileGDB)",
}
#: What to do with a file that is read once it is in a zip; any other is saved as something else.
_ZIPPED: Final[Mapping[str, str]] = {
    **dict.fromkeys((".shp", ".shx", ".dbf", ".prj"), "Zip .shp, .shx, .dbf en .prj samen"),
    ".tab": "Zip .tab, .dat, .map en .id samen",
    **dict.fromkeys((".mif", ".mid"), "Zip .mif en .mid samen"),
    ".gdb": "Zip de hele map",
}


def unknown_extension(name: str, extension: str) -> Parts:
    """Say that the extension is unknown, or what a file with it is.

    Examples
    --------
    >>> unknown_extension("wijken.dwg", ".dwg")[0]
    'wijken.dwg wordt niet gelezen: dat is een tekening van AutoCAD of MicroStation.'
    """
    known = NOT_READ.get(extension.lower(), "")
    zipped = _ZIPPED.get(extension.lower())
    do = (
        f"{zipped}, en lees die zip in."
        if zipped
        else "Sla het bestand op in een van deze formaten."
    )
    return (
        f"{name} wordt niet gelezen: dat is {known}."
        if known
        else f"Het formaat van {name} wordt niet herkend.",
        f"Gevonden extensie: {extension or 'geen'}. Verwacht: {FORMATS}.",
        do,
    )


def topojson(name: str) -> Parts:
    """Say that JSON is the kind that shares the borders of areas."""
    return (
        f"{name} is geen geldig GeoJSON-bestand.",
        "De inhoud is herkend als TopoJSON. Verwacht: een FeatureCollection met features.",
        "Exporteer de laag als GeoJSON.",
    )


def nested_too_deep(name: str) -> Parts:
    """Say that JSON is nested deeper than any table is."""
    return (
        f"{name} is geen geldig GeoJSON-bestand: de inhoud is te diep genest.",
        "Verwacht: een FeatureCollection met features, elk met een punt en losse kenmerken.",
        "Exporteer de laag opnieuw als GeoJSON.",
    )


def esri_json(name: str) -> Parts:
    """Say that JSON is the kind that ArcGIS makes."""
    return (
        f"{name} is geen geldig GeoJSON-bestand.",
        "De inhoud is herkend als Esri JSON. Verwacht: een FeatureCollection met features.",
        "Kies in ArcGIS 'Features To JSON' met de uitvoer GeoJSON, en exporteer opnieuw.",
    )


#: Value and reason of a feature that has one key twice.
REPEATED_KEY: Final = "", "een kenmerk staat twee keer in dit onderdeel van het bestand"


def index_is_a_view(name: str) -> Parts:
    """Say that the table of layers of a GeoPackage is a program."""
    return (
        f"{name} is geen geldig bestand van het soort GeoPackage.",
        "De lijst van lagen in het bestand is geen tabel maar een view; die wordt nooit gelezen.",
        "Exporteer de laag opnieuw als GeoPackage.",
    )


def too_many_corners(most: int) -> tuple[str, str]:
    """Refuse a shape that no map needs."""
    return "", f"de vorm heeft meer dan {number(most)} hoekpunten"


def no_geotiff(name: str, why: str) -> Parts:
    """Refuse what is no raster that the tool can read."""
    return (
        f"'{name}' is niet te lezen als GeoTIFF.",
        f"Gevonden: {why}; verwacht: één band met getallen, recht op het noorden.",
        "Sla het raster opnieuw op als GeoTIFF, zonder bijzondere compressie.",
    )


def raster_too_large(name: str, size: str, most: int) -> Parts:
    """Refuse a raster with more cells than can be held."""
    expected = f"Gevonden: {size}; verwacht" if size else "Verwacht"
    return (
        f"Het raster '{name}' heeft te veel cellen.",
        f"{expected}: hoogstens {number(most)} cellen.",
        "Knip het raster bij tot de gemeente, of maak de cellen groter, en lees het opnieuw in.",
    )


def raster_block_too_large(name: str, size: str, most: int) -> Parts:
    """Refuse a raster of which no part can be read without nearly all of it."""
    return (
        f"Het raster '{name}' is in te grote blokken geschreven.",
        f"Gevonden: {size}; verwacht: hoogstens {number(most)} cellen per blok.",
        "Sla het raster opnieuw op in tegels (in GDAL: -co TILED=YES), of knip het bij.",
    )
