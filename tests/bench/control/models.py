"""Plain tables to write to: the same columns, no triggers and no history."""

from django.db import models


class PlainContact(models.Model):
    received_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField()
    method = models.CharField(max_length=13)
    source_code = models.CharField(max_length=2)
    agency_id = models.BigIntegerField()
    referrer_name = models.CharField(max_length=120)
    concern = models.TextField()
    immediate_danger = models.BooleanField()
    triage_due_at = models.DateTimeField()

    class Meta:
        db_table = "bench_contact"

    def __str__(self) -> str:
        return str(self.pk)


class PlainContactChild(models.Model):
    contact = models.ForeignKey(PlainContact, on_delete=models.PROTECT)
    child_id = models.BigIntegerField()

    class Meta:
        db_table = "bench_contactchild"

    def __str__(self) -> str:
        return str(self.pk)


class PlainAudit(models.Model):
    at = models.DateTimeField(auto_now_add=True)
    worker_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()

    class Meta:
        db_table = "bench_audit"

    def __str__(self) -> str:
        return str(self.pk)
