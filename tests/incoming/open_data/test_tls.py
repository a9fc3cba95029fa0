"""TLS is verified: a service that cannot show who it is gets no question answered."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from hotspots.errors import SourceError
from hotspots.incoming.open_data.client import PoliteClient, UnreachableError
from hotspots.incoming.open_data.services import service_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Answering(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with an empty object."""
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a certificate of this machine, with its key, that nobody signed but itself."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not here to make a certificate with")
    path = tmp_path / "eigen.pem"
    made = [
        openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem"),
    ]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    path.write_text((tmp_path / "cert.pem").read_text() + (tmp_path / "key.pem").read_text())
    return path


@pytest.fixture
def address(certificate: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answering) as listening:
        listening.socket = context.wrap_socket(listening.socket, server_side=True)
        listening.daemon_threads = True
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"https://localhost:{listening.server_address[1]}"
        listening.shutdown()
        thread.join()


def test_a_certificate_that_nobody_signed_is_refused_at_once(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    waits: list[float] = []
    service = service_at("rail", base_url=address)
    with pytest.raises(SourceError, match="kan niet bewijzen") as refused:
        PoliteClient(wait=waits.append).get(service, f"{address}/x")
    assert not isinstance(refused.value, UnreachableError)
    assert "REQUESTS_CA_BUNDLE" in refused.value.do
    assert waits == []


def test_the_certificate_of_an_organisation_is_taken_from_the_bundle(
    address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.parent / "cert.pem"))
    service = service_at("rail", base_url=address)
    assert PoliteClient().get(service, f"{address}/x").body == b"{}"
