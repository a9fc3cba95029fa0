"""``python -m hotspots.app PORT`` is the application; ``hotspots app`` starts it."""

import sys

from hotspots.app.server import serve

if __name__ == "__main__":
    serve(port=int(sys.argv[1]))
