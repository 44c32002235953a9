"""The agency: who runs this practice, when people read, whom to call."""

from django.db import models


class Agency(models.Model):
    """One agency and what it tells the people who come to it."""

    name = models.CharField(max_length=200)
    language = models.CharField(max_length=20, default="en")
    is_demo = models.BooleanField(default=False)
    opening_hours = models.TextField(blank=True)
    help_numbers = models.TextField(blank=True)
    passed_on_by_law = models.TextField(blank=True)
    leave_address = models.CharField(max_length=200, blank=True)
    escalation_steps = models.TextField(blank=True)
    protection_steps = models.TextField(blank=True)
    duty_person = models.ForeignKey(
        "records.Person", models.SET_NULL, null=True, related_name="+"
    )
    cover_person = models.ForeignKey(
        "records.Person", models.SET_NULL, null=True, related_name="+"
    )
    cover_after_minutes = models.PositiveIntegerField(default=30)
    review_due_on = models.DateField(null=True)
    listening_on = models.BooleanField(default=False)
    key_copy_kept = models.CharField(max_length=300, blank=True)
    set_up_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"agency {self.pk}"

    @property
    def numbers_to_call(self) -> list[dict[str, str]]:
        """The help numbers, one a line as "label: number" or "label: sms number".

        `way` is how a phone opens it: by a call ("tel") or by a text ("sms").
        """
        pairs = (line.rpartition(":") for line in self.help_numbers.splitlines())
        return [
            {"label": label.strip(), **_way_and_number(number.strip())}
            for label, _, number in pairs
            if number.strip()
        ]


def _way_and_number(typed: str) -> dict[str, str]:
    first, _, rest = typed.partition(" ")
    if first.lower() == "sms" and rest.strip():
        return {"way": "sms", "number": rest.strip()}
    return {"way": "tel", "number": typed}
