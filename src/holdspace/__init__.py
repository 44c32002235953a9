"""What the work is about, in a colleague's words: no web, no database, no network."""

__version__ = "0.1.0"
