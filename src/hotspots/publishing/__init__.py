"""The only way into the store: check rows, place them in areas, publish a version."""
