"""Questionnaires as data: scored by their own rules, silent where those say nothing."""
