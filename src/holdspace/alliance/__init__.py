"""What happens between the two of them, session by session."""
