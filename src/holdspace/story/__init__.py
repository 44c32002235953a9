"""A person's story of getting help: their words, what they say, their word on that."""
