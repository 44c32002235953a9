"""Rehearse: a worker's own words, looked over before they are sent or said."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.rehearse import (
    LONGEST,
    GivenFile,
    open_rehearsal,
    rehearse,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.people import only_for
from holdspace_site.web.rehearse_words import page_context
from holdspace_site.web.uploads import MOST_BYTES
from holdspace_site.web.worker.drafts import let_go_when_kept
from holdspace_site.web.worker.supervision import share_context


class RehearseForm(forms.Form):
    """What is to be said, or what was said: typed, or in a file."""

    words = forms.CharField(
        label=gettext_lazy("Your words"),
        help_text=gettext_lazy(
            "A message, a letter, or what you plan to say. For a conversation, begin "
            "each line with “Worker:” or “Client:”, and put in only what they "
            "agreed to. It is kept for you alone until you press Done."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "class": "words", "dir": "auto"}),
        max_length=LONGEST,
        strip=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        help_text=gettext_lazy(
            "A letter as text or Word (.docx), or a conversation they agreed to, as "
            "text, Word, captions (.vtt, .srt) or a table (.csv) with the columns "
            "speaker and text. At most 2 MB. It is read once and never kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx,.csv,.vtt,.srt"}),
        required=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["words"].required = "file" not in self.files

    def clean_file(self) -> GivenFile | None:
        """Take a file of bounded size, by its content and the ending of its name."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 2 MB. Choose one letter or conversation.")
            )
        return GivenFile(file.read(), PurePath(file.name).suffix)

    def clean(self) -> None:
        """Take one of the two."""
        if self.cleaned_data.get("file") and self.cleaned_data.get("words", "").strip():
            self.add_error(
                "file", _("Put in words or choose a file. Both at once is not clear.")
            )

    @property
    def given(self) -> str | GivenFile:
        """The words or the file."""
        return self.cleaned_data["file"] or self.cleaned_data["words"]


@only_for(Role.WORKER)
@let_go_when_kept
def rehearse_page(request: HttpRequest, client_id: int) -> HttpResponse:
    """Take words, and show what was found in them; nothing becomes of them."""
    by, now = request.user, timezone.now()
    if "done" in request.POST:
        return redirect("worker:rehearse", client_id)
    client = open_rehearsal(client_id, by=by, now=now)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RehearseForm(*sent)
    context: dict[str, object] = {"client": client, "form": form}
    if form.is_valid():
        try:
            done = rehearse(client_id, form.given, by=by, now=now)
        except (NoSuchRecord, StoryClosed):
            raise
        except HoldspaceError as problem:
            form.add_error("file" if request.FILES else "words", str(problem))
        else:
            context |= page_context(done) | share_context(done, request)
    return render(request, "worker/rehearse.html", context)
