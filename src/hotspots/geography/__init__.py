"""Areas, cells and masks in RD metres, and which area a point lies in."""
