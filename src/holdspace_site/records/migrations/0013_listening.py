"""The agency's choice whether workers may have their own words looked over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0012_way_of_working")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="listening_on",
            field=models.BooleanField(default=False),
        ),
    ]
