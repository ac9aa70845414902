"""What survives when the server is killed, a connection drops, the database is busy or the disk is full."""
