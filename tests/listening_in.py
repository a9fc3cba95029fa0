"""Which other hosts a server asks for: a list that the process of the server writes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Python runs a module of this name first. What is not this machine is written down, and not there.
_FIRST = """
import os, socket
HERE = ("localhost", "127.0.0.1", "::1", None, "")
found, reached = socket.getaddrinfo, socket.socket.connect
def note(host):
    with open(os.environ["NAMES_FILE"], "a", encoding="utf-8") as names:
        names.write(f"{host}\\n")
def getaddrinfo(host, *args, **kwargs):
    if host not in HERE:
        note(host)
        raise socket.gaierror(-2, "no other host here")
    return found(host, *args, **kwargs)
def connect(self, address):
    if isinstance(address, tuple) and address[0] not in HERE:
        note(address[0])
        raise OSError("no other host here")
    return reached(self, address)
socket.getaddrinfo, socket.socket.connect = getaddrinfo, connect
"""


def settings_to_list_hosts(folder: Path, before: str) -> dict[str, str]:
    """Return the environment in which every Python process lists the hosts it asks for.

    Parameters
    ----------
    folder
        An empty one, for the module and for the list.
    before
        ``PYTHONPATH`` as it was.
    """
    (folder / "sitecustomize.py").write_text(_FIRST, encoding="utf-8")
    (folder / "names").touch()
    paths = f"{folder}:{before}" if before else str(folder)
    return {"PYTHONPATH": paths, "NAMES_FILE": str(folder / "names")}
