"""What a worker and their supervisor read together: one page, for each of the two."""

from datetime import datetime

from django.utils import timezone

from holdspace.content.moves import moves_pack
from holdspace.content.supervision import supervision_pack
from holdspace_site.actions.read_supervision import Together
from holdspace_site.web.supervision_words import figures_in_words, open_in_words


def together_context(
    together: Together, *, area: str, other_id: int, now: datetime
) -> dict[str, object]:
    """Return what the page shows; `area` is whose page it is, `other_id` the other's.

    Nothing differs between the two but the way into the record, which the worker has.
    """
    pack = supervision_pack()
    return {
        "together": together,
        "open": open_in_words(together, timezone.localdate(now)),
        "figures": figures_in_words(together.figures),
        "patterns_we_know": moves_pack().patterns_we_know,
        "opening": pack.opening,
        "rest_source": pack.rest_source,
        "other_id": other_id,
        "tick": f"{area}:tick-agreed-point",
        "mend": f"{area}:supervision-hour",
        "write": f"{area}:new-supervision-hour",
    }
