"""What can be looked for among incidents: a module for each search."""
