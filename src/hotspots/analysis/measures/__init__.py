"""What can be shown per area, cell or place: a module for each measure."""
