"""Make and use links that sign one person in, once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from holdspace.privacy.access import Role, Verb
from holdspace_site.actions.errors import LinkNotValid
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, SignInLink
from holdspace_site.records.scope import NoSuchRecord, client_for, staff_of

LASTS = timedelta(days=3)


def invite_client(client_id: int, *, by: Person, now: datetime) -> str:
    """Return the secret of a new link for a client's own pages; older ones end."""
    client = client_for(by, client_id, Verb.INVITE, now=now)
    with transaction.atomic():
        end_unused_links(client.person, now=now)
        secret = make_link(client.person, now=now)
        write_down(Verb.INVITE.value, by=by, now=now, client_id=client.pk)
    return secret


def invite_staff(person_id: int, *, by: Person, now: datetime) -> str:
    """Return the secret of a new link for somebody who works here."""
    person = staff_of(by).filter(pk=person_id, is_active=True).first()
    if by.role != Role.ADMINISTRATOR.value or person is None:
        raise NoSuchRecord
    secret = make_link(person, now=now)
    write_down(Verb.INVITE.value, by=by, now=now, record=("person", person.pk))
    return secret


def end_unused_links(person: Person, *, now: datetime) -> None:
    """End every link of a person that nobody has used yet."""
    SignInLink.objects.filter(
        person=person, used_at__isnull=True, expires_at__gt=now
    ).update(expires_at=now)


def make_link(person: Person, *, now: datetime, lasts: timedelta = LASTS) -> str:
    """Keep a new link for a person and return its secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(24)
    SignInLink.objects.create(
        person=person, digest=_digest(secret), made_at=now, expires_at=now + lasts
    )
    return secret


def person_behind(secret: str, *, now: datetime) -> Person:
    """Return whom a link would sign in, without using it up.

    Raises:
        LinkNotValid: if it was used, is too old, or never was one.
    """
    link = _valid(secret, now).select_related("person").first()
    if link is None:
        raise LinkNotValid
    return link.person


def use_link(secret: str, *, now: datetime) -> Person:
    """Use a link up and return whom it signs in; of two at once only one gets in.

    Raises:
        LinkNotValid: if it was used, is too old, or never was one.
    """
    with transaction.atomic():
        person = person_behind(secret, now=now)
        if not _valid(secret, now).update(used_at=now):
            raise LinkNotValid
        own = Client.objects.filter(person=person).first()
        write_down(
            "sign_in_by_link", by=person, now=now, client_id=own.pk if own else None
        )
    return person


def _valid(secret: str, now: datetime) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(
        digest=_digest(secret),
        used_at__isnull=True,
        expires_at__gt=now,
        person__is_active=True,
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
