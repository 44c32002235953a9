"""An administrator's pages: the agency, its people, its clients, their care teams."""
