"""What was in a form that has been acted on, and where its page led, so that a second sending is answered alike."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0032_the_ledger_reads_a_row_once")]

    operations = [
        migrations.AddField("submittedform", "content", models.CharField(db_default="", default="", max_length=64)),
        migrations.AddField("submittedform", "place", models.CharField(db_default="", default="", max_length=500)),
    ]
