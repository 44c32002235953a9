"""What is between a client and their worker: their word on a repair, on a promise."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdspace.alliance.repairs import ClientsWord
from holdspace.privacy.access import Role
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.keep_repair import answer_repair
from holdspace_site.actions.make_promise import say_not_kept
from holdspace_site.actions.pass_on import pass_on
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.read_repairs import read_repair
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.people import only_for
from holdspace_site.web.repair_words import GROUNDS_TO_CLIENT, STATUSES, WORDS


@only_for(Role.CLIENT)
def repair(request: HttpRequest, repair_id: str) -> HttpResponse:
    """Show a repair to its client, and keep their word on it."""
    client, now = own_record(request.user), timezone.now()
    shown = read_repair(client.pk, repair_id, by=request.user, now=now)
    if request.method == "POST":
        return _answer(request, client.pk, repair_id)
    context = {
        "repair": shown,
        "status_words": STATUSES[shown.status],
        "grounds": [(GROUNDS_TO_CLIENT[one.ground], one) for one in shown.rests_on],
        "choices": [(word.value, words) for word, words in WORDS.items()],
        "history": [
            {
                "one": one,
                "to": STATUSES[one.to] if one.to else "",
                "word": WORDS[one.word] if one.word else "",
            }
            for one in reversed(shown.history)
        ],
    }
    return render(request, "own/repair.html", context)


def _answer(request: HttpRequest, client_id: int, repair_id: str) -> HttpResponse:
    try:
        word = ClientsWord(request.POST.get("word", ""))
    except ValueError:
        raise NotPossible("answer") from None
    answer_repair(
        client_id,
        repair_id,
        word=word,
        words=request.POST.get("words", ""),
        by=request.user,
        now=timezone.now(),
    )
    let_go_of_own_form(request)
    messages.success(
        request, _("Kept. Your word counts, and you can change it at any time.")
    )
    return redirect("client:repair", repair_id)


@require_POST
@only_for(Role.CLIENT)
def promise(request: HttpRequest, promise_id: str) -> HttpResponse:
    """Keep the client's own word that a promise was not kept, or take it back."""
    client = own_record(request.user)
    not_kept = request.POST.get("not_kept") == "yes"
    say_not_kept(
        client.pk,
        promise_id,
        not_kept=not_kept,
        words=request.POST.get("words", ""),
        by=request.user,
        now=timezone.now(),
    )
    let_go_of_own_form(request)
    said = _("Kept. It stands beside what your worker says.")
    messages.success(request, said if not_kept else _("Taken back."))
    return redirect("client:home")


@require_POST
@only_for(Role.CLIENT)
def hand_over(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Let a hand-over go to the next worker, or keep it."""
    client = own_record(request.user)
    allowed = request.POST.get("allowed") == "yes"
    pass_on(client.pk, letter_id, allowed=allowed, by=request.user, now=timezone.now())
    messages.success(
        request, _("It may go on.") if allowed else _("It stays with you.")
    )
    return redirect("client:letter", letter_id)
