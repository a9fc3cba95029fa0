"""The command line on a home of which the layers lie in an object store, from its making on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from hotspots.store import objects
from object_store import ENVIRONMENT, KEY, SECRET, Objects, object_store
from open_data_server.everything import town_parts
from open_data_server.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cli.conftest import Ran
    from hotspots.settings import Home
    from open_data_server.server import Server

THEME = """\
id = "proef"
label = "Proef"
order = 1
description = "Een thema om mee te tellen."

[layers.inbraak]
kind = "incidents"
label = "Inbraak"
observes = "misdrijf"
noun = "inbraak"
noun_plural = "inbraken"
mask = "land"

[layers.inbraak.source]
file = "inbraak.csv"
rows = 0
attribution = "Verzonnen"
licence = "CC0-1.0"

[layers.inbraak.columns]
id = "id"
soort = "soort"
begin = "begin"
x_rd = "x"
y_rd = "y"

[layers.inbraak.soorten]
woning = "Woning"
schuur = "Schuur"

[layers.inbraak.privacy]
keep_months = 60
"""
HEADER = "id,soort,begin,x,y"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with object_store() as address:
        Objects(address, "").make_bucket()
        yield address


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(objects, "_GONE", {})


@pytest.fixture
def services() -> Iterator[Server]:
    with serving({}) as running:
        running.parts.update(town_parts(lambda: running.url))
        yield running


def rows(first: int, count: int, day: str) -> list[str]:
    return [
        f"{number},woning,{day} 12:00,{100_050 + number},{421_050 + number}"
        for number in range(first, first + count)
    ]


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def with_layer(root: Path, storage: str) -> None:
    """Give a new home a layer of incidents, and say where its layers lie."""
    (root / "data" / "proef").mkdir(parents=True)
    (root / "data" / "proef" / "theme.toml").write_text(THEME, encoding="utf-8")
    written(root / "data" / "proef", "inbraak.csv")
    with (root / "gemeente.toml").open("a", encoding="utf-8") as file:
        file.write(storage)


def without_times(told: Any) -> Any:  # noqa: ANN401
    """Return what a command says without when it was done and how long it took."""
    if isinstance(told, dict):
        return {
            name: without_times(value)
            for name, value in told.items()
            if name not in {"made_at", "published_at", "loaded_at"}
        }
    return [without_times(entry) for entry in told] if isinstance(told, list) else told


def walk(run: Callable[..., Ran], root: Path, files: dict[str, Path]) -> list[Any]:
    """Go through the life of a layer, and return what the commands said of it."""

    def ran(*what: object, code: int = 0) -> Ran:
        done = run("--home", root, *what)
        assert done.code == code, (what, done.err)
        return done

    def counted() -> Any:  # noqa: ANN401
        return without_times(ran("analyse", "inbraak", "--level", "buurten", "--json").json)

    assert ran("check").code == 0
    said: list[Any] = [ran("import", files["first"], "--layer", "inbraak", "--json").json]
    said.append(counted())
    # One that is known already, four that are new.
    said.append(ran("import", files["more"], "--layer", "inbraak", "--json").json)
    said.append(counted())
    said.append(without_times(ran("versions", "inbraak", "--json").json))
    said.append(ran("verify").out.splitlines()[0])
    said.append(ran("restore", "inbraak", "v1").out)
    said.append(counted())
    said.append(ran("restore", "inbraak", "v2").out)
    declared = root / "data" / "proef" / "theme.toml"
    text = declared.read_text(encoding="utf-8")
    declared.write_text(text.replace("keep_months = 60", "keep_months = 24"), encoding="utf-8")
    said.append(ran("purge", "--json").json)
    said.append(counted())
    said.append(without_times(ran("versions", "inbraak", "--json").json))
    said.append(ran("verify").out.splitlines()[0])
    return said


@pytest.mark.slow
def test_a_home_in_an_object_store_says_what_one_on_a_disk_says(
    run: Callable[..., Ran],
    services: Server,
    tmp_path: Path,
    endpoint: str,
) -> None:
    this = date.today()  # noqa: DTZ011 - the term counts from today
    young, old = f"{this.year - 1}-06-01", f"{this.year - 3}-06-01"
    files = {
        "first": written(tmp_path, "eerst.csv", *rows(1, 5, old), *rows(6, 15, young)),
        "more": written(tmp_path, "meer.csv", *rows(20, 5, young)),
    }
    bucket = Objects(endpoint, "walk")
    where = {
        "disk": "",
        "objects": f'\n[storage]\nlayers = "s3://veiligheid/walk"\nendpoint = "{endpoint}"\n'
        'region = "eu-west-1"\n',
    }
    said = {}
    for name, storage in where.items():
        root = tmp_path / name
        assert run("new-home", root, "--gemeente", "GM9999", "--base-url", services.url).code == 0
        with_layer(root, storage)
        said[name] = walk(run, root, files)
    assert said["objects"] == said["disk"]
    # 20 rows; one that was known and four more; v1 again; five are past their term by now.
    counts = [told["ledger"]["selected"] for told in said["disk"] if "ledger" in told]
    assert counts == [20, 24, 20, 19]
    names = bucket.names("inbraak/")
    assert {name.split("/")[1] for name in names} == {
        "catalogue.json", "parts", "reports", "versions",
    }  # fmt: skip
    state = tmp_path / "objects" / ".hotspots" / "layers" / "inbraak"
    assert not (state / "catalogue.json").exists()
    assert (tmp_path / "objects" / ".hotspots" / "audit").is_dir()
    # The key is nowhere on this machine.
    for path in (tmp_path / "objects").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert SECRET.encode() not in content
            assert KEY.encode() not in content


def test_a_server_that_is_gone_is_one_plain_sentence(
    run: Callable[..., Ran],
    home: Home,
    tmp_path: Path,
) -> None:
    nowhere = "http://127.0.0.1:9"
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[storage]\nlayers = "s3://veiligheid/weg"\nendpoint = "{nowhere}"\n')
    path = written(tmp_path, "lading.csv", *rows(1, 3, "2018-01-05"))
    for asked in (
        ("analyse", "inbraak"),
        ("import", path, "--layer", "inbraak"),
        ("versions", "inbraak"),
        ("verify",),
    ):
        ran = run(*asked)
        assert ran.code == 2, asked
        assert f"Er antwoordt geen server op {nowhere}" in ran.err, asked
        assert "Traceback" not in ran.err
        assert SECRET not in ran.err
        assert KEY not in ran.err


def test_a_shared_folder_serves_two_machines(
    run: Callable[..., Ran],
    home: Home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = tmp_path / "gedeeld"
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f'\n[storage]\nlayers = "{shared.as_posix()}"\n')
    path = written(tmp_path, "lading.csv", *rows(21, 2, "2018-01-05"))
    told = {}
    for machine in ("een", "twee"):
        monkeypatch.setenv("HOTSPOTS_STATE", str(tmp_path / machine))
        if machine == "een":
            assert run("import", path, "--layer", "inbraak").code == 0
        told[machine] = run("analyse", "inbraak", "--level", "buurten", "--json").json
        assert run("verify").code == 0
        own = tmp_path / machine / "layers" / "inbraak"
        assert not (own / "versions").exists()
        assert not (own / "catalogue.json").exists()
    assert without_times(told["een"]) == without_times(told["twee"])
    assert told["een"]["ledger"]["selected"] == 2
    assert (shared / "inbraak" / "catalogue.json").is_file()


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ('layers = "gedeeld"', "layers 'gedeeld' is geen s3://BUCKET/PAD en geen volledig pad"),
        ('layers = "s3://Bucket met spatie"', "is geen s3://BUCKET/PAD: een bucket heeft"),
        ('layers = "s3://b-1/../c"', "is geen s3://BUCKET/PAD"),
        (f'layers = "s3://b-1"\nendpoint = "https://u:{SECRET}@x"', "endpoint is geen adres"),
        ('layers = "/gedeeld"\nregion = "x"', "'region' hoort bij layers"),
        ('endpoint = "http://x"', "layers"),
        ('layer = "/x"', "Bedoelde u 'layers'"),
    ],
)
def test_a_place_that_cannot_be_is_refused_by_check(
    run: Callable[..., Ran],
    home: Home,
    section: str,
    sentence: str,
) -> None:
    with home.gemeente.open("a", encoding="utf-8") as file:
        file.write(f"\n[storage]\n{section}\n")
    ran = run("check")
    assert ran.code == 2
    assert sentence in ran.out + ran.err
    assert SECRET not in ran.out + ran.err
