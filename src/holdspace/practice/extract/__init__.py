"""Reads and writes an extract: a folder of tables without words and without names."""

from holdspace.practice.extract.reading import Extract, read_extract
from holdspace.practice.extract.writing import ExtractWriter

__all__ = ["Extract", "ExtractWriter", "read_extract"]
