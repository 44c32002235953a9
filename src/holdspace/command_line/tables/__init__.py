"""Reads tables that people bring along, and says which rows cannot be taken."""
