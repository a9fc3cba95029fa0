"""The page about rail and water, for the crisis planner."""
