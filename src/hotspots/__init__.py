"""Hotspot maps of incidents and risks for Dutch municipalities."""
