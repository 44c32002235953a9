"""How the site is set up: base, production, test."""
