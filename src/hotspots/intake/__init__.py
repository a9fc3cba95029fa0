"""The door: map columns, check every row, put aside what is wrong, and report."""
