"""Let a check-in be given, changed and taken back by the client, in three ways."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A session may have several check-ins; a hand-off may be about one."""

    dependencies = [("records", "0006_telling_and_hearing")]

    operations = [
        migrations.AlterModelOptions(
            name="checkin", options={"ordering": ("given_at", "pk")}
        ),
        migrations.AlterField(
            model_name="checkin",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="check_ins",
                to="records.session",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="way",
            field=models.CharField(
                choices=[("phone", "phone"), ("tablet", "tablet"), ("paper", "paper")],
                default="phone",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="typed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="checkin",
            name="taken_back_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_at", None), ("answers_sealed", b""), _connector="OR"
                ),
                name="taken_back_is_empty",
            ),
        ),
        migrations.AddField(
            model_name="handoff",
            name="check_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hand_offs",
                to="records.checkin",
            ),
        ),
    ]
