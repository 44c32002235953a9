"""An administrator's pages: the agency, the people, the clients and their care teams."""
