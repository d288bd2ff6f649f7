import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.core.exports import cell, csv_response

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.mark.parametrize("start", [*DANGEROUS, " =", "\u00a0=", " \t@"])
def test_a_cell_that_could_run_gets_an_apostrophe(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_no_cell_starts_a_formula(text):
    assert not cell(text).startswith(DANGEROUS)


def test_plain_values_stay_as_they_are():
    assert [cell(value) for value in (None, 7, "Ada", date(2026, 11, 23))] == ["", "7", "Ada", "2026-11-23"]


def test_a_file_reads_back_as_it_was():
    response = csv_response(name="cases", heads=["Name", "Age"], rows=[['O"Neill, A\nB', 4]])
    assert response["Content-Disposition"] == 'attachment; filename="cases.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert rows == [["Name", "Age"], ['O"Neill, A\nB', "4"]]
