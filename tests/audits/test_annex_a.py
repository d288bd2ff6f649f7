"""Bringing in an inspection workbook: every row accounted for, nothing doubled, nothing half done."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from audits.actions import imports
from audits.imports.workbook import NotAWorkbook
from audits.models import ImportRun
from cases.models import Allocation, Assessment, Plan, Section47, Visit
from frontdoor.models import Contact, Person, Referral
from tests.audits import damaged
from tests.factories.workers import administrator
from workforce.models import Worker

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "Annex_A_2024_Jan.xlsx"
AS_AT = date(2021, 3, 16)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PERSON = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
WHO = ["Allocated Team", "Allocated Worker"]
LIST_1 = [*PERSON, "Date of Contact", "Contact Source"]
LIST_3 = [
    *PERSON,
    "Date of referral",
    "Referral Source",
    "Referral NFA?",
    "Number of Referrals in Last 12 Months",
    *WHO,
]
LIST_4 = [
    *PERSON,
    "Does the Child have a Disability",
    "Continuous Assessment Start Date",
    "Child Seen During Continuous Assessment",
    "Continuous Assessment Date of Authorisation",
    "Was the child assessed as requiring LA children's social care support?",
    *WHO,
]
MINA = ["A1", "b) Female", "a) WBRI", date(2015, 1, 25), 6.1]


def book(**lists: list[list]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in lists.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def bring_in(content: bytes, system: Worker, as_at: date = AS_AT) -> ImportRun:
    run = imports.hand_over(by=system, now=NOW, content=content, as_at=as_at)
    return imports.bring_in(by=system, now=NOW, run=imports.read(by=system, run=run))


def reasons(content: bytes) -> list[tuple]:
    _, report = imports.stage(content, AS_AT)
    return [(f.row, f.column, f.verdict.value, f.reason) for f in report.findings]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample workbook is not beside the project")
def test_the_real_world_sample_comes_in_with_every_row_accounted_for(system):
    out = StringIO()
    call_command("import_annex_a", SAMPLE, as_at=AS_AT, stdout=out)
    totals = json.loads(out.getvalue().splitlines()[-1])
    assert totals["read"] == sum(totals[verdict] for verdict in ("accepted", "questioned", "refused", "set_aside"))
    assert totals["read"] == 59
    assert Contact.objects.count() == 5
    assert Section47.objects.count() == 5
    assert Plan.objects.filter(kind="cp").count() == 7
    assert Plan.objects.filter(kind="cin").count() == 5
    assert Worker.objects.filter(given_names="Dustin", family_name="Hazlett").exists()
    assert Person.objects.get(legacy_id="11973218").birth_date_known == "estimated"
    assert Assessment.objects.overdue(AS_AT).count() > 0
    assert not Referral.objects.filter(team__name__contains="#N/A").exists()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample workbook is not beside the project")
def test_bringing_the_same_workbook_in_again_adds_nothing(system):
    kinds = (Person, Contact, Referral, Assessment, Allocation, Section47, Plan, Visit, Worker)
    bring_in(SAMPLE.read_bytes(), system)
    before = [kind.objects.count() for kind in kinds]
    again = bring_in(SAMPLE.read_bytes(), system)
    assert [kind.objects.count() for kind in kinds] == before
    assert not any(count for name, count in again.report["made"].items() if name.endswith("added"))
    assert not any(name.endswith("changed") for name in again.report["made"])


def test_a_dry_run_stores_nothing(system, tmp_path):
    file = tmp_path / "annex.xlsx"
    file.write_bytes(book(List_1=[LIST_1, [*MINA, date(2021, 1, 4), "q) 6: Police"]]))
    call_command("import_annex_a", file, dry_run=True, as_at=AS_AT, stdout=StringIO())
    assert not Person.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_workbook_of_a_day_to_come_is_refused_by_the_act_and_by_command(system, tmp_path, dry_run):
    file = tmp_path / "annex.xlsx"
    file.write_bytes(book(List_1=[LIST_1, [*MINA, date(2021, 1, 4), "q) 6: Police"]]))
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(CommandError, match="^The day the workbook describes must be today or in the past"):
        call_command("import_annex_a", file, dry_run=dry_run, as_at=tomorrow)
    with pytest.raises(imports.DayToCome):
        imports.hand_over(by=system, now=timezone.now(), content=file.read_bytes(), as_at=tomorrow)
    assert not ImportRun.objects.exists()
    imports.hand_over(by=system, now=timezone.now(), content=file.read_bytes(), as_at=timezone.localdate())


@pytest.mark.parametrize("wrong", ["#N/A", " #n/a\xa0", "#REF!"])
def test_a_cell_with_a_spreadsheet_error_is_reported_as_it_stands(wrong):
    _, report = imports.stage(book(List_1=[LIST_1, [*MINA, wrong, "q) 6: Police"]]), AS_AT)
    (finding,) = (found for found in report.findings if found.column == "Date of Contact")
    assert finding.value == wrong.strip()
    assert finding.reason == "This is empty and every row needs it. The row is left out."


def test_what_was_brought_in_is_said_in_the_plural(client, system):
    row = [*MINA, date(2021, 1, 4), "6: Police", "No", 0, "East", "Ada\xa0Example"]
    run = bring_in(book(List_3=[LIST_3, row]), system)
    expected = {"people added": 1, "workers added": 1, "assessments added": 1}
    assert expected.items() <= run.report["made"].items()
    client.force_login(administrator())
    assert "Assessments added: 1" in client.get(reverse("admin_import", args=[run.pk])).text


def test_an_accepted_referral_without_an_assessment_is_owed_one(system):
    row = [*MINA, date(2021, 1, 4), "6: Police", "No", 0, "East", "Ada\xa0Example"]
    bring_in(book(List_3=[LIST_3, row]), system)
    assessment = Assessment.objects.get()
    assert (assessment.referral_received_on, assessment.due_on) == (date(2021, 1, 4), date(2021, 3, 8))
    assert Allocation.objects.current().get().worker.get_full_name() == "Ada Example"


def test_an_assessment_that_found_no_need_closes_the_case(system):
    content = book(
        List_3=[LIST_3, [*MINA, date(2021, 1, 4), "6: Police", "b) No", 0, "East", "Ada Example"]],
        List_4=[LIST_4, [*MINA, "b) No", date(2021, 1, 5), "a) Yes", date(2021, 2, 1), "b) No", "East", "Ada Example"]],
    )
    bring_in(content, system)
    referral = Referral.objects.get()
    assert (referral.closed_on, referral.closure_reason) == (date(2021, 2, 1), "RC8")
    assert not Allocation.objects.current().exists()


def test_a_later_workbook_brings_rows_up_to_date(system):
    started = [*MINA, "b) No", date(2021, 1, 5), "a) Yes"]
    bring_in(book(List_4=[LIST_4, [*started, None, None, "East", "Ada Example"]]), system)
    assert Assessment.objects.get().finished_on is None
    bring_in(book(List_4=[LIST_4, [*started, date(2021, 3, 1), "a) Yes", "West", "Ben Sample"]]), system)
    assert Assessment.objects.get().finished_on == date(2021, 3, 1)
    assert Allocation.objects.current().get().worker.family_name == "Sample"
    assert Referral.objects.get().team.name == "West"


@pytest.mark.parametrize(
    ("cells", "column", "verdict", "words"),
    [
        ({0: None}, "Child Unique ID", "refused", "no usable child id"),
        ({0: "x" * 37}, "Child Unique ID", "refused", "no usable child id"),
        ({1: "Purple"}, "Gender", "questioned", "not on the list"),
        ({2: "z) ZZZZ"}, "Ethnicity", "questioned", "not on the list"),
        ({3: None}, "Date of Birth", "questioned", "estimated from the age"),
        ({3: None, 4: None}, "Date of Birth", "questioned", "not known"),
        ({3: date(2030, 1, 1)}, "Date of Birth", "questioned", "after 16 March 2021"),
        ({5: None}, "Date of Contact", "refused", "every row needs it"),
        ({5: "nope"}, "Date of Contact", "refused", "not a date"),
        ({5: date(2021, 3, 17)}, "Date of Contact", "refused", "after 16 March 2021"),
        ({6: "99: Martians"}, "Contact Source", "questioned", "not on the list"),
    ],
)
def test_each_fault_is_named_where_it_stands(cells, column, verdict, words):
    row = [*MINA, date(2021, 1, 4), "q) 6: Police"]
    for place, value in cells.items():
        row[place] = value
    found = reasons(book(List_1=[LIST_1, row]))
    assert any(at == 2 and where == column and what == verdict and words in why for at, where, what, why in found)


@pytest.mark.parametrize("text", ["04/01/2021", "2021-01-04", "4 January 2021"])
def test_a_date_written_as_text_is_a_date(text):
    staged, _ = imports.stage(book(List_1=[LIST_1, [*MINA, text, "6: Police"]]), AS_AT)
    assert [contact.on for contact in staged.contacts.values()] == [date(2021, 1, 4)]


def test_two_rows_that_disagree_about_a_child_are_questioned():
    other = ["A1", "a) Male", *MINA[2:], date(2021, 1, 5), "6: Police"]
    staged, report = imports.stage(book(List_1=[LIST_1, [*MINA, date(2021, 1, 4), "6: Police"], other]), AS_AT)
    assert staged.children["A1"].sex == "F"
    assert report.totals()["questioned"] == 1


def test_a_sheet_without_a_needed_column_refuses_its_rows():
    found = reasons(book(List_1=[LIST_1[:5], MINA]))
    assert [(row, verdict) for row, _, verdict, _ in found] == [(2, "refused")]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 torn", b"%PDF-1.7"])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(content):
    with pytest.raises(NotAWorkbook, match="not an Excel workbook"):
        imports.stage(content, AS_AT)


@pytest.mark.parametrize("harm", damaged.WAYS)
def test_a_damaged_workbook_is_one_clear_sentence_by_command(harm, tmp_path):
    file = tmp_path / "annex.xlsx"
    file.write_bytes(harm(book(List_1=[LIST_1, *[[*MINA, date(2021, 1, 4), "6: Police"]] * 50])))
    with pytest.raises(CommandError, match=r"^This file is damaged.*not an Excel workbook"):
        call_command("import_annex_a", file, as_at=AS_AT)
    assert not ImportRun.objects.exists()


def test_a_file_that_is_no_workbook_fails_its_run_kindly(system, tmp_path):
    run = imports.read(by=system, run=imports.hand_over(by=system, now=NOW, content=b"no", as_at=AS_AT))
    assert (run.state, run.content) == ("failed", None)
    with pytest.raises(imports.NotReadyToBringIn):
        imports.bring_in(by=system, now=NOW, run=run)
    file = tmp_path / "no.xlsx"
    file.write_bytes(b"no")
    with pytest.raises(CommandError, match="not an Excel workbook"):
        call_command("import_annex_a", file)


def test_a_workbook_comes_in_whole_or_not_at_all(system, monkeypatch):
    def fail(self):
        raise RuntimeError

    monkeypatch.setattr("audits.imports.storing.Store._visits", fail)
    with pytest.raises(RuntimeError):
        bring_in(book(List_1=[LIST_1, [*MINA, date(2021, 1, 4), "6: Police"]]), system)
    assert not Person.objects.exists()
    assert not Contact.objects.exists()


def test_of_two_open_plans_protection_stands_and_the_other_ends_with_it(system):
    in_need = [*PERSON, "CIN Start Date", "Primary Need Code", "Case Status", *WHO]
    protection = [
        *PERSON,
        "Child Protection Plan Start Date",
        "Initial Category of Abuse",
        "Latest Category of Abuse",
        *WHO,
    ]
    content = book(
        List_6=[in_need, [*MINA, date(2020, 6, 1), "N1 - Abuse", "c) Child in need plan", "East", "Ada Example"]],
        List_7=[protection, [*MINA, date(2021, 2, 1), "Neglect", "Neglect", "East", "Ada Example"]],
    )
    bring_in(content, system)
    assert Plan.objects.get(ended_on=None).kind == "cp"
    assert Plan.objects.get(kind="cin").ended_on == date(2021, 2, 1)
    assert any("Another plan" in reason for *_, reason in reasons(content))
