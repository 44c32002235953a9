"""Who may see and do what with a client's record, decided in one place."""
