"""The application: the server, the frame of the pages, and the pages about incidents."""
