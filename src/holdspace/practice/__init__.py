"""What a whole practice can learn, with small numbers kept and nobody ranked."""
