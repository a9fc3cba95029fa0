"""Events: what a place can hold, the pressure it is under, and what a request would change."""
