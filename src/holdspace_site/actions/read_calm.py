"""Read what calms a client, for the quiet screen of their own pages."""

from holdspace.privacy.access import Role
from holdspace_site.records.models import Person, TellingSettings
from holdspace_site.records.scope import clients_of


def read_calm(*, by: Person) -> tuple[str, ...]:
    """Return what somebody told us calms them; nothing for anybody but a client.

    It is theirs and shown to nobody else, so it is no look that is written down.
    """
    if getattr(by, "role", "") != Role.CLIENT.value:
        return ()
    client = clients_of(by).filter(person=by.pk).first()
    settings = client and TellingSettings.objects.filter(client=client).first()
    return tuple(settings.kept.get("calm", ())) if settings else ()
