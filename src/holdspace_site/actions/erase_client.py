"""Erase a client: destroy their key, delete their rows, keep a trace of it."""

from datetime import datetime

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NotPossible
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import destroy_client_key
from holdspace_site.records.models import (
    Client,
    Person,
    Pin,
    TellingSettings,
    WayOfWorking,
)
from holdspace_site.records.scope import client_for


def erase_client(
    client_id: int, *, typed_number: str, by: Person, now: datetime
) -> None:
    """Erase one client for good, once their number was typed again.

    The key goes first: from then on nobody can read the words, whatever happens next
    and wherever a copy of the records is kept.

    Raises:
        NotPossible: if the number typed is another one.
        NoSuchRecord: if this person does not run the agency, or has no such client.
    """
    client = client_for(by, client_id, Verb.ERASE, now=now)
    if typed_number.strip() != str(client.pk):
        raise NotPossible("number: it is not this client's")
    write_down(Verb.ERASE.value, by=by, now=now, client_id=client.pk)
    destroy_client_key(client.pk, now=now)
    delete_rows_of(client, now=now)


@transaction.atomic
def delete_rows_of(client: Client, *, now: datetime) -> None:
    """Delete all that hangs on a client and empty their own row; may be run again."""
    for rows in (
        client.formulations,
        WayOfWorking.objects.filter(client=client),
        client.way_lines,
        client.trigger_wordings,
        client.cycles,
        client.letters,
        client.repairs,
        client.notices,
        client.hand_offs,
        client.questions,
        client.given_answers,
        client.recordings,
        client.drafts,
        client.shared_figures,
        client.sharing_choices,
        client.questionnaires,
        client.check_ins,
        client.readings,
        client.passages,
        client.sessions,
        client.episodes,
        client.promises,
        client.boundaries,
        client.team,
    ):
        rows.all().delete()
    TellingSettings.objects.filter(client=client).delete()
    if person := client.person:
        person.devices.all().delete()
        Pin.objects.filter(person=person).delete()
        person.is_active = False
        person.set_unusable_password()
        person.save()
    Client.objects.filter(pk=client.pk).update(
        name_sealed=b"", erased_at=now, person=None
    )
