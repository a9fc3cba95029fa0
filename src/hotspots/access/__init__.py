"""Roles and suppression: the only way out of the store."""
