"""Reads rows of CSV files that people bring along, and says which cannot be taken."""
