"""What every page is made of: who asks, filters, tables, downloads, errors."""
