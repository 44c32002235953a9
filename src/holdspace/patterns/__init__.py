"""What comes back again and again in one client's story, held against chance."""
