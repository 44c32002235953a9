"""What templates say in words of our own."""
