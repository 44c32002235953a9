"""A supervisor's pages: how their workers follow through."""
