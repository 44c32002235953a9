"""The drawing "does it go round?" as a list of steps, which needs no script."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.approach.cycles import LONGEST_CYCLE
from holdspace.content.codebook import codebook
from holdspace.patterns.running import WORTH_SAYING
from holdspace_site.actions.draw_cycle import LONGEST_WORDS, WISHES, NewStep

_TENDER = 3
ROWS = range(1, LONGEST_CYCLE + 1)


class DrawForm(forms.Form):
    """Up to six steps in order: what kind each is, and the client's words for it."""

    only_me = forms.BooleanField(
        label=gettext_lazy("Only I can see this"), required=False
    )

    def __init__(
        self, own_codes: Iterable[str], *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = _choices(list(own_codes))
        for row in ROWS:
            self.fields[f"code-{row}"] = forms.ChoiceField(
                label=_("Step %(number)s: what kind of step") % {"number": row},
                choices=choices,
                required=False,
            )
            self.fields[f"words-{row}"] = forms.CharField(
                label=_("Step %(number)s: in their own words") % {"number": row},
                max_length=LONGEST_WORDS,
                required=False,
                widget=forms.TextInput(attrs={"class": "words", "dir": "auto"}),
            )

    def rows(self) -> list[dict[str, object]]:
        """Return the two fields of each step."""
        return [
            {"number": row, "code": self[f"code-{row}"], "words": self[f"words-{row}"]}
            for row in ROWS
        ]

    def clean(self) -> dict[str, object]:
        """Ask for a kind where there are words without one."""
        typed = super().clean() or {}
        for row in ROWS:
            if typed.get(f"words-{row}") and not typed.get(f"code-{row}"):
                self.add_error(
                    f"code-{row}",
                    _("Pick what kind of step %(number)s is.") % {"number": row},
                )
        drawn = [row for row in ROWS if typed.get(f"code-{row}")]
        if len(drawn) < WORTH_SAYING and not self.errors:
            raise forms.ValidationError(_("It takes two steps or more. Add one more."))
        return typed

    def steps(self) -> list[NewStep]:
        """Return the steps that were filled in, in order; empty rows are no step."""
        typed = self.cleaned_data
        return [
            NewStep(typed[f"code-{row}"], typed[f"words-{row}"])
            for row in ROWS
            if typed[f"code-{row}"]
        ]


def _choices(own_codes: list[str]) -> list[tuple[str, object]]:
    """Return every kind of step: first those that were told, then all by what they are.

    What is tender is offered only to whoever told it.
    """
    book = codebook()
    own = [book.code(one) for one in own_codes if book.has(one)]
    told = [(one.id, one.plain_words) for one in own]
    groups: list[tuple[str, object]] = [("", _("no step"))]
    if told:
        groups.append((_("From what was told"), told))
    known = {one.id for one in own}
    for domain in book.domains:
        if domain.letter == WISHES:
            continue
        codes = [
            (one.id, one.plain_words)
            for one in book.in_domain(domain.letter)
            if one.level < _TENDER and one.id not in known
        ]
        groups.append((domain.title, codes))
    return groups
