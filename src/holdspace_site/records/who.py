"""Somebody at the machine itself, who did not sign in."""

from dataclasses import dataclass

from holdspace.privacy.access import Role


@dataclass(frozen=True, slots=True)
class AtTheMachine:
    """The operating-system user of a command, as administrator at the machine."""

    agency_id: int
    os_user: str
    pk: None = None
    role: str = Role.ADMINISTRATOR.value
