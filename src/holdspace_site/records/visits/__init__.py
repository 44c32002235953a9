"""Finds the visit and the person behind a request, as every request needs them.

Django makes the SQL of both questions anew each time, which takes several times as long
as asking them. Here it is written out; all else stays Django's own.
"""
