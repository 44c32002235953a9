"""The words Holdspace works with, in versioned packs by language, each with source."""
