"""Placeholder."""

backup = restore = verify = None
