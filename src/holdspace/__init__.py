"""What the work is about, in words a colleague knows: no web, no database, no network."""

__version__ = "0.1.0"
