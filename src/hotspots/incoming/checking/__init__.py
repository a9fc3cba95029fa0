"""Every row is checked: accepted, put aside with a reason, or a duplicate."""
