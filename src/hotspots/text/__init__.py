"""Every sentence a user reads, in Dutch, in one place."""
