"""From a file, a table or a service to a published version: read, check every row, publish."""
