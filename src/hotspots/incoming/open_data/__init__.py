"""Clients of open data: polite to the services, strict about what they answer."""
