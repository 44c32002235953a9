"""Worker and client tell the story together: prompts beside one large writing area."""

import uuid
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdspace.content.intake import intake
from holdspace.privacy.access import Role
from holdspace.story.telling import Step, UnreadableStep, opens
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_passage import Setting
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_answer import Answering, give_answer
from holdspace_site.actions.read_telling import (
    Telling,
    hear_tender_yes,
    prepare_telling,
    read_telling,
)
from holdspace_site.actions.told_answer import Told
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.keeping import told_from
from holdspace_site.web.languages import LANGUAGES
from holdspace_site.web.numbers import whole_number
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.prompts import (
    may_ask,
    next_open,
    prompt_in_full,
    visits,
)

_TYPED = ("words", "translation", "language", "began", "ended")
_SAID = {
    Answer.TOLD: gettext_lazy("Kept. You can mark what it says later."),
    Answer.SKIP: gettext_lazy("Skipped. No reason needed."),
    Answer.NOT_NOW: gettext_lazy("Not now. It comes back when they want it to."),
    Answer.NEVER: gettext_lazy("Never. It is not asked again, by anyone here."),
    Answer.IN_PERSON: gettext_lazy("Noted: they would rather tell a person."),
    Answer.ALREADY_TOLD: gettext_lazy("Noted: they told it already."),
}
_HEED = {
    "gentle_check": gettext_lazy("You could gently ask whether they are safe now."),
    "options_page": gettext_lazy(
        "They have choices, and no details are needed. Say that you will back them."
    ),
    "check_in_offer": gettext_lazy("You could offer to ask again soon how it is."),
    "pause_card": gettext_lazy("You could stop here and do something calm together."),
    "person_offer": gettext_lazy("You could ask who they would like to talk to."),
    "interpreter_rules": gettext_lazy(
        "They would like an interpreter. Say so under “Who is in the room”."
    ),
}


class RoomForm(forms.Form):
    """Who is in the room; it changes what is asked, and how it is written down."""

    through_interpreter = forms.BooleanField(
        label=gettext_lazy("An interpreter carries the words"), required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("The language they speak"),
        choices=[("", gettext_lazy("as on this page")), *LANGUAGES],
        required=False,
    )
    supported_by = forms.CharField(
        label=gettext_lazy("Somebody there to support them"),
        help_text=gettext_lazy("A few words, such as: her sister."),
        max_length=200,
        required=False,
    )
    age = forms.IntegerField(
        label=gettext_lazy("Age in years"),
        help_text=gettext_lazy("Only for somebody under 18. It changes what is asked."),
        min_value=3,
        max_value=120,
        required=False,
    )


@only_for(Role.WORKER)
def telling(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show the prompts and the writing area; keep an answer."""
    told = _read(request, client_id)
    if request.method != "POST":
        return _page(request, told)
    try:
        step = Step.read(request.POST.get("key", ""))
        answering = _answering(request, told, step)
        answered = give_answer(
            client_id, answering, by=request.user, now=timezone.now()
        )
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        return _page(request, told, problem=str(problem))
    messages.success(request, _SAID[Answer(answered.row.answer)])
    for page in opens(step, answering.told.choices, answering.told.cards):
        if page in _HEED:
            messages.info(request, _HEED[page])
    on = timezone.localdate()
    coming = next_open(_read(request, client_id), step, on)
    return redirect(_address(request, client_id, ask=coming.key if coming else ""))


@require_POST
@only_for(Role.WORKER)
def room(request: HttpRequest, client_id: int) -> HttpResponse:
    """Keep who is in the room."""
    told = _read(request, client_id)
    form = RoomForm(request.POST)
    if not form.is_valid():
        return _page(request, told, room=form)
    prepare_telling(client_id, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, _("Kept. The questions follow it."))
    return redirect(_address(request, client_id))


@require_POST
@only_for(Role.WORKER)
def tender(request: HttpRequest, client_id: int) -> HttpResponse:
    """Keep the client's yes to tender questions, or that they took it back."""
    yes = request.POST.get("tender") == "yes"
    hear_tender_yes(client_id, yes=yes, by=request.user, now=timezone.now())
    return redirect(_address(request, client_id))


def _read(request: HttpRequest, client_id: int) -> Telling:
    return read_telling(client_id, by=request.user, now=timezone.now(), together=True)


def _address(request: HttpRequest, client_id: int, **also: str) -> str:
    """Return the page's address, turned and from paper as it is now."""
    kept = {key: request.GET.get(key, "") for key in ("turn", "from")} | also
    query = urlencode({key: value for key, value in kept.items() if value})
    return reverse("worker:telling", args=[client_id]) + (query and f"?{query}")


def _answering(request: HttpRequest, told: Telling, step: Step) -> Answering:
    """Return what was answered. Raises NotPossible if it cannot be read."""
    if step not in may_ask(told):
        raise NotPossible("question to ask here")
    try:
        answer = Answer(request.POST.get("answer", ""))
        answer_id = uuid.UUID(request.POST.get("answer_id", ""))
    except ValueError:
        raise NotPossible("answer") from None
    telling_it = answer is Answer.TOLD
    return Answering(
        answer_id=answer_id,
        step=step,
        answer=answer,
        told=_told(request, told, step) if telling_it else Told(),
        lanes=tuple(request.POST.getlist("kept-lane")),
        setting=Setting.PAPER if _from_paper(request) else Setting.SESSION,
    )


def _told(request: HttpRequest, told: Telling, step: Step) -> Told:
    post = request.POST
    sliders = {
        slider.code: whole_number(post[f"slider-{slider.code}"])
        for slider in intake().question(step.question).sliders
        if f"slider-{slider.code}" in post
    }
    written = {name: post.get(name, "") for name in _TYPED}
    return told_from(
        written
        | {
            "cards": post.getlist("card"),
            "choices": post.getlist("choice"),
            "sliders": sliders,
            "about": whole_number(post.get("about", "")) or 0,
            "supported_by": told.supported_by,
        }
    )


def _from_paper(request: HttpRequest) -> bool:
    return request.GET.get("from") == "paper"


def _page(
    request: HttpRequest, told: Telling, *, problem: str = "", room: object = None
) -> HttpResponse:
    on, client_id = timezone.localdate(), told.client.pk
    step, listed = _asked(request, told), visits(told, on)
    turned = request.GET.get("turn") == "1"
    turn = "" if turned else "1"
    key = step.key if step else ""
    context = {
        "client": told.client,
        "turned": turned,
        "from_paper": _from_paper(request),
        "visits": listed,
        "prompt": prompt_in_full(step, told) if step else None,
        "typed": request.POST if problem else {},
        "picked": _picked(request) if problem else [],
        "answer_id": uuid.uuid4(),
        "told": told,
        "spoken": request.POST.get("language")
        or told.language
        or intake().info.language,
        "languages": LANGUAGES,
        "own_language": intake().info.language,
        "room": room or RoomForm(initial=_in_the_room(told)),
        "room_open": room is not None,
        "problem": problem,
        "intake": intake(),
        "tender_rule": next(one.rule for one in intake().levels if one.level == 3),
        "band": intake().youth.band(told.way.age) if told.way.age else None,
        "here": _address(request, client_id, ask=key),
        "turn_address": _address(request, client_id, ask=key, turn=turn),
        "paper_address": _address(request, client_id, **{"from": "paper"}),
        "room_address": _address(request, client_id, **{"from": ""}),
    }
    return render(request, "worker/telling.html", context)


def _asked(request: HttpRequest, told: Telling) -> Step | None:
    """Return the prompt that is open: the one asked for, else the next open one."""
    wanted = request.POST.get("key") or request.GET.get("ask", "")
    try:
        step = Step.read(wanted)
    except UnreadableStep:
        step = None
    if step in may_ask(told):
        return step
    return next_open(told, None, timezone.localdate())


def _picked(request: HttpRequest) -> list[str]:
    """Return what was tapped, so that a mistake does not lose it."""
    sliders = [f"{k}={v}" for k, v in request.POST.items() if k.startswith("slider-")]
    return [
        *request.POST.getlist("card"),
        *request.POST.getlist("choice"),
        *sliders,
    ]


def _in_the_room(told: Telling) -> dict[str, object]:
    return {
        "through_interpreter": told.way.interpreter,
        "language": told.language,
        "supported_by": told.supported_by,
        "age": told.way.age,
    }
