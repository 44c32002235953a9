"""The clients' keys, in a database of their own so that a copy of the records is mute."""
