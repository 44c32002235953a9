"""Stores what the library knows about and shows it to the people it is for."""
