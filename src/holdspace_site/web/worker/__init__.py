"""A worker's pages: the day, the brief, the story, the sessions, the record."""
