"""The words all else is written in: spans, partial dates, answers, errors."""
