"""Readers of files: rows as they stand there, nothing judged yet."""
