"""Django's own SQLite backend on an SQLCipher file, opened with a raw key."""
