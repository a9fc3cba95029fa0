"""What leaves the tool: tables in five formats, JSON, and the building blocks of a PDF."""
