"""Reasons are told in words."""

import django.db.models.functions.text
import django.db.models.lookups
import frontdoor.core.written
from django.conf import settings
from django.db import migrations, models

from frontdoor.core.migrating import together


class Migration(migrations.Migration):

    dependencies = [
        ('audits', '0004_who_brings_the_past_in'),
        ('frontdoor', '0011_reasons_in_words_and_what_stands_behind_them'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = together([
        migrations.RemoveConstraint(
            model_name='findingevent',
            name='finding_event_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='inspectionfinding',
            name='finding_says_what',
        ),
        migrations.RemoveConstraint(
            model_name='inspectionfinding',
            name='finding_closed_with_evidence',
        ),
        migrations.RemoveConstraint(
            model_name='lookback',
            name='look_back_says_why',
        ),
        migrations.RemoveConstraint(
            model_name='lookbackitem',
            name='look_back_says_what_was_found',
        ),
        migrations.RemoveConstraint(
            model_name='lookbackitem',
            name='look_back_action_is_whole',
        ),
        migrations.AddConstraint(
            model_name='findingevent',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('words'))), 20), frontdoor.core.written.InWords(models.F('words'), 3)), name='finding_event_says_what', violation_error_message='Write at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='inspectionfinding',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('found'))), 20), frontdoor.core.written.InWords(models.F('found'), 3)), name='finding_says_what', violation_error_message='Write what was found, in at least 20 characters.'),
        ),
        migrations.AddConstraint(
            model_name='inspectionfinding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('evidence', '')), models.Q(('closed_on__isnull', False), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('evidence'))), 40), frontdoor.core.written.InWords(models.F('evidence'), 5)), _connector='OR'), name='finding_closed_with_evidence', violation_error_message='Say what shows that it is put right, in at least 40 characters.'),
        ),
        migrations.AddConstraint(
            model_name='lookback',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('purpose'))), 20), frontdoor.core.written.InWords(models.F('purpose'), 3)), name='look_back_says_why', violation_error_message='Say in at least 20 characters why these contacts are looked at again.'),
        ),
        migrations.AddConstraint(
            model_name='lookbackitem',
            constraint=models.CheckConstraint(condition=models.Q(('finding', ''), models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('found'))), 20), frontdoor.core.written.InWords(models.F('found'), 3)), _connector='OR'), name='look_back_says_what_was_found', violation_error_message='Say in at least 20 characters what you found.'),
        ),
        migrations.AddConstraint(
            model_name='lookbackitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('finding', 'act'), _negated=True), ('action', ''), ('action_due_on__isnull', True), ('action_owner__isnull', True)), models.Q(('action_due_on__isnull', False), ('action_owner__isnull', False), ('finding', 'act'), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F('action'))), 10), frontdoor.core.written.InWords(models.F('action'), 2)), _connector='OR'), name='look_back_action_is_whole', violation_error_message='Say what must be done, by whom and by when.'),
        ),
    ])
