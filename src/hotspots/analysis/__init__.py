"""From a selection to an answer: measures per area or cell, and searches among incidents."""
