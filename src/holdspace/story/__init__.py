"""A person's story of getting help: what they said, what it says, and their word on it."""
