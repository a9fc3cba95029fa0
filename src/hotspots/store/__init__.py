"""Immutable versions of a layer, and which of them is current."""
