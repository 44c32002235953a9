"""Take out what a client said aloud, for their own copy of the record."""

import base64

from holdspace.privacy.access import Role
from holdspace_site.records.models import Client
from holdspace_site.records.scope import Who
from holdspace_site.records.sharing import passages_open_to


def recordings_of(client: Client, by: Who) -> list[dict[str, object]]:
    """Return the recordings as plain values, oldest first.

    A voice is more than the words it says: the sound itself is in the client's own
    copy alone, told or not. Others' copies say of the passages open to them that
    there is one, and how long.
    """
    own = by.role == Role.CLIENT.value
    rows = client.recordings.all()
    if not own:
        rows = rows.filter(passage__in=passages_open_to(client, by))
        rows = rows.defer("sound_sealed")
    return [
        {
            "id": str(row.pk),
            "passage": str(row.passage_id) if row.passage_id else None,
            "kind": row.kind,
            "seconds": row.seconds,
            "made_at": row.made_at.isoformat(),
            "sound_base64": base64.b64encode(row.sound).decode() if own else None,
        }
        for row in rows
    ]
