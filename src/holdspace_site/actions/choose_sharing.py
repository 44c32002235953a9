"""Keep a client's yes or no to one purpose; every earlier one stays as history."""

from datetime import datetime

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace.privacy.sharing import Purpose
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, SharingChoice
from holdspace_site.records.scope import client_for


def choose_sharing(
    client_id: int, *, purpose: Purpose, allowed: bool, by: Person, now: datetime
) -> bool:
    """Keep the choice and return whether it is a new one.

    It counts from the next request on. Saying the same again adds nothing.

    Raises:
        NoSuchRecord: if this is not the client's own record.
    """
    client = client_for(by, client_id, Verb.CHOOSE_SHARING, now=now)
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        newest = client.sharing_choices.filter(purpose=purpose.value).last()
        if newest and newest.allowed == allowed:
            return False
        SharingChoice.objects.create(
            client=client,
            purpose=purpose.value,
            allowed=allowed,
            chosen_by=by,
            chosen_at=now,
        )
        write_down(
            Verb.CHOOSE_SHARING.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("purpose", purpose.value),
        )
    return True
