"""A client's own pages."""
