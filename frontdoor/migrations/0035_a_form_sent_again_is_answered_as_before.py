"""What was in a form that has been acted on, and where its page led, so that a second sending is answered alike."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0034_danger_is_red_and_a_contact_is_signed_in_person")]

    operations = [
        migrations.AddField("submittedform", "content", models.CharField(db_default="", default="", max_length=64)),
        migrations.AddField("submittedform", "place", models.CharField(db_default="", default="", max_length=500)),
    ]
