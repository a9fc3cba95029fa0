"""Themes, layers and context as declared in TOML: what exists, and whether it is right."""
