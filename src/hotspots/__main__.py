"""``python -m hotspots`` is the command line."""

from hotspots.cli import run

if __name__ == "__main__":
    run()
