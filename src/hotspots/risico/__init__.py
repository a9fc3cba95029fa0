"""Who and what lies in a zone or under water, who cannot help themselves, where they can go."""
