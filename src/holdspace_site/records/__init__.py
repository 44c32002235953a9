"""What is stored, sealed with a key per client; reached through scope and actions."""
