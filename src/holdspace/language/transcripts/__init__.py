"""Reads drafts and conversations from the files people have them in."""
