"""Reasons are told in words."""

import django.db.models.functions.text
import django.db.models.lookups
import frontdoor.core.written
from django.db import migrations, models

from frontdoor.core.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('frontdoor', '0011_reasons_in_words_and_what_stands_behind_them'),
        ('workforce', '0003_who_gives_a_role'),
    ]

    operations = together([
        migrations.RemoveConstraint(
            model_name='rolegrant',
            name='role_grant_has_a_reason',
        ),
        migrations.AddConstraint(
            model_name='rolegrant',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('reason'))), 10), frontdoor.core.written.InWords(models.F('reason'), 2)), name='role_grant_has_a_reason', violation_error_message='Say in at least 10 characters why this role is needed.'),
        ),
    ])
