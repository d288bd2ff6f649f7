"""Bring an authority in from its inspection workbook, from the command line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audits.actions import imports
from audits.imports.workbook import NotAWorkbook
from frontdoor.management.by_hand import a_day
from workforce.models import Worker


class Command(BaseCommand):
    help = "Read an Annex A workbook, print what becomes of each row, and bring it in."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only read and report")
        parser.add_argument("--as-at", help="the day the workbook describes; today if not given")

    def handle(self, *args: Any, file: Path, dry_run: bool, as_at: str | date | None, **options: Any) -> None:
        now = timezone.now()
        day = a_day(as_at)
        try:
            content = file.read_bytes()
            report = imports.report_on(content, day, now=now)
        except imports.DayToCome as refusal:
            raise CommandError(refusal.reason) from refusal
        except (OSError, NotAWorkbook) as problem:
            raise CommandError(str(problem)) from problem
        for finding in report.in_order():
            place = f"{finding.sheet} row {finding.row}" + (f", {finding.column}" if finding.column else "")
            value = f" [{finding.value}]" if finding.value else ""
            self.stdout.write(f"{finding.verdict.value:<10} {place}{value}: {finding.reason}")
        for name in report.missing:
            self.stdout.write(f"missing    {name}: the workbook has no sheet of this name.")
        totals: dict[str, Any] = report.totals()
        if not dry_run:
            system = Worker.objects.the_system()
            run = imports.hand_over(by=system, now=now, content=content, as_at=day, in_background=False)
            imports.read(by=system, run=run)
            totals["made"] = imports.bring_in(by=system, now=timezone.now(), run=run).report["made"]
        self.stdout.write(json.dumps(totals))
