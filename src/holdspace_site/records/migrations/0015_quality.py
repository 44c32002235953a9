from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0014_supervision_hours'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sharingchoice',
            name='purpose',
            field=models.CharField(choices=[('care', 'care'), ('supervision', 'supervision'), ('next_worker', 'next_worker'), ('quality', 'quality')], max_length=20),
        ),
    ]
