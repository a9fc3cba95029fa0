"""Events: what a place can hold, the pressure it is under, what a request would change."""
