"""The page `Evenementen`: check a request, know a place, see the pressure, plan the year."""
