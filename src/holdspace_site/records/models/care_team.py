"""Who works with whom, since when and until when."""

from django.db import models


class CareTeamMember(models.Model):
    """A worker's part in one client's care; over once `until` is set."""

    client = models.ForeignKey("records.Client", models.CASCADE, related_name="team")
    person = models.ForeignKey("records.Person", models.PROTECT, related_name="care")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """One running part per worker and client."""

        constraints = (
            models.UniqueConstraint(
                fields=("client", "person"),
                condition=models.Q(until__isnull=True),
                name="one_running_part_in_a_care_team",
            ),
        )

    def __str__(self) -> str:
        return f"care team member {self.pk}"
