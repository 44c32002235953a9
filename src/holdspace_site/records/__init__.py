"""What is stored, sealed with a key per client; pages reach it through scope and actions."""
