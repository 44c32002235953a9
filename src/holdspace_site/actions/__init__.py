"""What can be done, one verb a file: may I, then the library, then store, then log."""
