"""Pixels from a MapSpec."""
