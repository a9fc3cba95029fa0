"""Decisions of the map: classes, colours, legend, as one frozen MapSpec."""
