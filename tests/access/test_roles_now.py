"""The roles of a home are those of its file at this moment, or nobody's."""

from __future__ import annotations

import os
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from hotspots.access.library import Library
from hotspots.access.permission import stamp_of, with_roles_now
from hotspots.access.workspace import rights_of
from hotspots.catalog.reading import read_catalog
from hotspots.catalog.roles import DEFAULTS
from hotspots.errors import SettingsError

if TYPE_CHECKING:
    from hotspots.settings import Home

ROLES = resources.files("hotspots.catalog").joinpath(DEFAULTS).read_text(encoding="utf-8")
LONG_AGO = (1_000_000_000, 1_000_000_000)


def write(home: Home, roles: str) -> None:
    """Write the file as if that was long ago: one of this moment may still be written."""
    home.roles.write_text(roles, encoding="utf-8")
    os.utime(home.roles, LONG_AGO)


@pytest.fixture
def library(home: Home) -> Library:
    write(home, ROLES)
    return Library(home, read_catalog(home))


def test_a_right_that_was_withdrawn_is_gone_and_the_rest_is_shared(
    home: Home, library: Library
) -> None:
    geography = library.geography
    write(home, ROLES.replace("export = true", "export = false"))
    now, stamp = with_roles_now(library)
    assert stamp == stamp_of(home.roles)
    layer = now.catalog.layers[0]
    assert not any(role.on_layer(layer).export for role in now.catalog.roles)
    # Who began with the rights of before has those to the end of the page.
    assert any(role.on_layer(layer).export for role in library.catalog.roles)
    assert now.geography is geography


def test_what_is_kept_for_a_role_is_of_the_rights_it_had(home: Home, library: Library) -> None:
    before = rights_of(library.catalog, "wijkagent")
    assert before == rights_of(read_catalog(home), "wijkagent")
    write(home, ROLES.replace('finest = "cells"', 'finest = "wijken"', 1))
    now, _ = with_roles_now(library)
    assert rights_of(now.catalog, "wijkagent") != before
    assert rights_of(now.catalog, "analist") == rights_of(library.catalog, "analist")
    assert rights_of(now.catalog, "analist") != rights_of(now.catalog, "beheerder")


@pytest.mark.parametrize(
    "roles",
    [
        "[roles",
        "",
        "[roles]",
        ROLES.replace("see = true", "sea = true", 1),
        ROLES.replace("[roles.analist]", "[roles.analyst]"),
        ROLES + "\n[roles.analist.layers.inbraken]\nsee = false\n",
    ],
)
def test_a_file_with_a_fault_gives_nobody_anything(
    home: Home, library: Library, roles: str
) -> None:
    write(home, roles)
    with pytest.raises(SettingsError, match="niet meer te lezen") as told:
        with_roles_now(library)
    assert told.value.do


def test_a_file_that_is_gone_does_not_open_what_the_home_had_shut(
    home: Home, library: Library
) -> None:
    home.roles.unlink()
    with pytest.raises(SettingsError, match="is weg"):
        with_roles_now(library)


def test_a_file_that_is_being_written_is_waited_for(
    home: Home, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its first half is a whole file, which does not yet take away.
    half = ROLES.partition("[roles.wijkagent.sensitive]")[0]
    gemeente = home.gemeente.read_text(encoding="utf-8")
    home.gemeente.write_text(gemeente + '\n[access]\nlocal_role = "wijkagent"\n', encoding="utf-8")
    home.roles.write_text(half, encoding="utf-8")

    def writer_goes_on(_: float) -> None:
        if home.roles.stat().st_size == len(half.encode()):
            home.roles.write_text(ROLES, encoding="utf-8")

    monkeypatch.setattr("hotspots.access.permission.time.sleep", writer_goes_on)
    now, _ = with_roles_now(library)
    assert len(now.catalog.roles) == 6
