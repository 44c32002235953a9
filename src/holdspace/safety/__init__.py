"""Fixed rules that notice words a person should read; they rate and predict nothing."""
