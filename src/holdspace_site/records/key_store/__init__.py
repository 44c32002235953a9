"""The clients' keys, in a database of their own: a copy of the records is mute."""
