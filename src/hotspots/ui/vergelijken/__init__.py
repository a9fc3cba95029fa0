"""The page `Vergelijken`: two periods, two wijken, or before and after a measure."""
