"""Two periods, two areas, or before and after a measure: how they differ, and how sure that is."""
