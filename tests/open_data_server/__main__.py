"""Run the local server: ``make open-data-server``, then fetch with --base-url."""

from __future__ import annotations

import argparse
import sys
import threading

from open_data_server.everything import all_parts
from open_data_server.server import serving


def main() -> None:
    """Serve until somebody stops it."""
    parser = argparse.ArgumentParser(prog="open_data_server")
    parser.add_argument("--port", type=int, default=8780)
    port = parser.parse_args().port
    with serving({}, port=port) as server:
        server.parts.update(all_parts(lambda: server.url))
        sys.stdout.write(
            f"De proefserver staat op {server.url}. Haal er iets van op met bijvoorbeeld:\n"
            f"  hotspots fetch boundaries --base-url {server.url} --dry-run\n"
        )
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


main()
