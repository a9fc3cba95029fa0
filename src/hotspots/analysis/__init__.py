"""From a selection to an analysis: the registry of measures."""
