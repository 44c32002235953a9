"""A supervisor's pages: how workers keep their word, never a client's story."""
