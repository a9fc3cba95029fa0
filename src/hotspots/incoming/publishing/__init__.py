"""The only way into the store: place rows in areas and publish a version."""
