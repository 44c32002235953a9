"""How to work with this person: what to do, avoid and ask first, and because of what."""
