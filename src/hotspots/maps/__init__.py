"""A map as a frozen value, and what draws it: the live map, offline HTML, paper."""
