"""The commands that need the database, from demo to extract."""

from holdspace_site.commands.backup import backup, restore, verify
from holdspace_site.commands.brief import brief
from holdspace_site.commands.demo import demo
from holdspace_site.commands.extract import extract
from holdspace_site.commands.practice import practice
from holdspace_site.commands.serve import serve

__all__ = [
    "backup",
    "brief",
    "demo",
    "extract",
    "practice",
    "restore",
    "serve",
    "verify",
]
