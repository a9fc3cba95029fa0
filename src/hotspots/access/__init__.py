"""Roles, suppression, audit: the only way out of the store."""
