"""Pages, one folder per kind of person they are for."""
