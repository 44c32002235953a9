"""The parts people have here, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from holdspace.privacy.access import Role

ROLE_WORDS = {
    Role.WORKER: gettext_lazy("Worker"),
    Role.SUPERVISOR: gettext_lazy("Supervisor"),
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
}


def with_role_words(people: Iterable[object]) -> list[dict[str, object]]:
    """Return what a list of people shows of each."""
    return [
        {
            "id": one.pk,
            "name": one.name,
            "sign_in_name": one.sign_in_name,
            "role_words": ROLE_WORDS[Role(one.role)],
            "has_account": one.is_active,
            "has_password": one.has_usable_password(),
            "last_sign_in": one.last_login,
        }
        for one in people
    ]
