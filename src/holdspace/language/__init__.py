"""Reads a worker's own words for moves that acknowledge and moves that dismiss."""
