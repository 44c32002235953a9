"""Shows words that were refused beside why, so that nobody has to type them again."""

from django.http import HttpRequest


def typed_in(request: HttpRequest, *names: str) -> list[str]:
    """Return what was sent in these fields; _typed_before.html shows it."""
    sent = (request.POST.get(name, "").strip() for name in names)
    return [words for words in sent if words]
