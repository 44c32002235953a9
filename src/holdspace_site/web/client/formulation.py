"""How the pieces hang together, for the client: their word on it, their own version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdspace.approach.formulation import standing_now
from holdspace.privacy.access import Role
from holdspace.story.readings import Verdict
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.write_formulation import (
    LONGEST,
    KeptVersion,
    answer_formulation,
    read_formulation,
    write_formulation,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.client.hand_off import calm_page, card_for
from holdspace_site.web.people import only_for
from holdspace_site.web.typed_before import typed_in

_SAID = {
    Verdict.YES: gettext_lazy("Kept. Thank you."),
    Verdict.NOT_QUITE: gettext_lazy("Kept. Your words stand beside it."),
    Verdict.TAKEN_BACK: gettext_lazy("Taken back. Nobody else sees it now."),
}


@only_for(Role.CLIENT)
def formulation(request: HttpRequest) -> HttpResponse:
    """Show every version to the client, and keep one they write."""
    if request.method != "POST":
        return _page(request)
    typed = request.POST.get("words", "")
    try:
        kept = write_formulation(
            own_record(request.user).pk,
            typed,
            after=request.POST.get("after", ""),
            by=request.user,
            now=timezone.now(),
        )
    except HoldspaceError as refusal:
        return _page(request, problem=str(refusal), typed=typed)
    let_go_of_own_form(request)
    return _kept(request, kept, _("Kept. Your worker can read it."))


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    """Show the page; `more` is why something was refused, and what was typed."""
    client = own_record(request.user)
    read = read_formulation(client.pk, by=request.user, now=timezone.now())
    now = standing_now(read.versions)
    context = {
        "now": now,
        "newest": read.versions[-1] if read.versions else None,
        "others": list(reversed([one for one in read.versions if one != now])),
        "longest": LONGEST,
    }
    status = 400 if more else 200
    return render(request, "own/formulation.html", context | more, status=status)


@require_POST
@only_for(Role.CLIENT)
def answer(request: HttpRequest, version_id: str) -> HttpResponse:
    """Keep the client's word on one version."""
    try:
        verdict = _verdict(request)
        kept = answer_formulation(
            own_record(request.user).pk,
            version_id,
            verdict=verdict,
            own_words=request.POST.get("own_words", ""),
            by=request.user,
            now=timezone.now(),
        )
    except NoSuchRecord:
        raise
    except HoldspaceError as refusal:
        said = typed_in(request, "own_words")
        return _page(request, not_kept=str(refusal), typed_before=said)
    let_go_of_own_form(request)
    return _kept(request, kept, str(_SAID[verdict]))


def _verdict(request: HttpRequest) -> Verdict:
    try:
        return Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise NotPossible("answer") from None


def _kept(request: HttpRequest, kept: KeptVersion, said: str) -> HttpResponse:
    """Go back to the page, or to a person first where the words may need one."""
    if card := card_for(request, kept.hand_off):
        return calm_page(request, card, reverse("client:formulation"))
    messages.success(request, said)
    return redirect("client:formulation")
