"""The wijkbeeld on paper: two pages of A4 per place, and an atlas of all wijken, as tagged PDF."""
