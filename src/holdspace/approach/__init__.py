"""How to work with this person: do, avoid, ask first, and because of which words."""
