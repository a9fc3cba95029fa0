from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from hotspots.app.headers import checksum_source, security_headers
from hotspots.app.page_script import PAGE_SCRIPT
from hotspots.app.server import QUIET

REPOSITORY = Path(__file__).parents[2]


def directives(tiles_url: str) -> dict[str, list[str]]:
    policy = security_headers(tiles_url)["content-security-policy"]
    return {name: values for name, *values in (part.split() for part in policy.split(";"))}


def test_images_come_from_here_and_from_the_host_of_the_tiles_alone() -> None:
    allowed = directives("https://tegels.example/wmts/{z}/{x}/{y}.png")["img-src"]
    assert allowed == ["'self'", "data:", "blob:", "https://tegels.example"]


def test_tiles_from_several_hosts_are_allowed_from_each() -> None:
    assert "https://*.tegels.example" in directives("https://{s}.tegels.example/{z}.png")["img-src"]


@pytest.mark.parametrize("tiles_url", ["", "geen adres", "/tegels/{z}.png"])
def test_without_tiles_from_elsewhere_no_other_host_is_allowed(tiles_url: str) -> None:
    assert directives(tiles_url)["img-src"] == ["'self'", "data:", "blob:"]


def test_scripts_in_line_are_known_by_checksum_and_text_is_never_evaluated() -> None:
    allowed = directives("")["script-src"]
    assert checksum_source(PAGE_SCRIPT) in allowed
    # That one, and the one in Streamlit's own page.
    assert len([source for source in allowed if source.startswith("'sha256-")]) == 2
    assert not any("unsafe" in source for source in allowed)


def test_a_page_opens_a_socket_to_its_own_server_alone() -> None:
    policy = security_headers("", "kaart.example:8501")["content-security-policy"]
    allowed = next(part.split() for part in policy.split(";") if "connect-src" in part)
    assert allowed == [
        "connect-src", "'self'", "ws://kaart.example:8501", "wss://kaart.example:8501"
    ]  # fmt: skip


@pytest.mark.parametrize("host", ["", "[::1]:8501", "a b", "x; script-src *", "*"])
def test_a_name_that_is_none_adds_nothing_to_the_policy(host: str) -> None:
    assert security_headers("", host) == security_headers("")


def test_a_page_cannot_be_framed_elsewhere_and_gets_no_device_but_its_place() -> None:
    headers = security_headers("")
    assert directives("")["frame-ancestors"] == ["'self'"]
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    for device in ("camera", "microphone", "usb"):
        assert f"{device}=()" in headers["permissions-policy"]
    # Not for a page of another host in a frame of ours.
    assert "geolocation=(self)" in headers["permissions-policy"].split(", ")


def test_no_page_elsewhere_may_send_the_page_messages() -> None:
    # Without this, Streamlit takes them from its own cloud.
    assert QUIET["client.allowedOrigins"] == []
    written = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert written["client"]["allowedOrigins"] == []
