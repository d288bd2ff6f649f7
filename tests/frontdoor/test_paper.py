"""Every PDF is tagged: title, language and a tree that holds each word once, in the order of reading."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from frontdoor.core import pdf
from frontdoor.core.working_days import LONDON

AT = datetime(2026, 11, 20, 10, tzinfo=LONDON)


def document() -> bytes:
    page = pdf.document(title="Letter C83", author="Invented Council", made_at=AT)
    pdf.heading(page, "Children's social care")
    pdf.paragraph(page, "One paragraph.")
    pdf.heading(page, "Who was invited", 2)
    pdf.table(page, ("Person", "What came of it"), [(f"Person {n}", "Attended") for n in range(60)], (50, 50))
    pdf.paragraph(page, "\n".join(f"Line {n}" for n in range(120)))
    return pdf.bytes_of(page)


@pytest.fixture(scope="module")
def paper() -> PdfReader:
    return PdfReader(BytesIO(document()))


def kids(element: Any) -> list[Any]:
    held = element.get("/K", [])
    return list(held) if isinstance(held, list) else [held]


def elements(element: Any) -> list[Any]:
    """The element and all below it, in the order of reading."""
    element = element.get_object()
    below = [one for kid in kids(element) if not isinstance(kid, int) for one in elements(kid)]
    return [element, *below]


def marks(sheet: Any) -> tuple[list[int], int]:
    """The numbers of the marked pieces of a page in the order drawn, and how much is shown outside any."""
    numbers, open_now, bare = [], 0, 0
    for operands, operator in ContentStream(sheet.get_contents(), None).operations:
        if operator in (b"BDC", b"BMC"):
            open_now += 1
            if operator == b"BDC":
                numbers.append(operands[1]["/MCID"])
        elif operator == b"EMC":
            open_now -= 1
        elif operator in (b"Tj", b"TJ") and not open_now:
            bare += 1
    assert open_now == 0, "what is begun on a page ends on it"
    return numbers, bare


def test_a_document_says_its_title_its_language_and_that_it_is_tagged(paper):
    root = paper.trailer["/Root"]
    assert paper.metadata.title == "Letter C83"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"


def test_what_stands_in_it_is_named_and_nested(paper):
    (whole,) = kids(paper.trailer["/Root"]["/StructTreeRoot"])
    found = elements(whole)
    assert [one.get_object()["/S"] for one in kids(whole.get_object())] == ["/H1", "/P", "/H2", "/Table", "/P"]
    rows = [one for one in found if one["/S"] == "/TR"]
    assert len(rows) == 61, "a heading that comes again on the next page is read out once"
    assert [[cell.get_object()["/S"] for cell in kids(row)] for row in rows[:2]] == [["/TH"] * 2, ["/TD"] * 2]
    assert [one["/S"] for one in elements(found[-1]["/P"])] == ["/P", *["/Span"] * 3], "one paragraph over three pages"


def test_a_question_is_the_head_of_its_row_and_a_column_has_its_own():
    page = pdf.document(title="Visit", author="Invented Council", made_at=AT, foot="Printed by Ann Example")
    pdf.facts(page, [("When", "4 June"), ("Where", "At home")])
    pdf.table(page, ("Person", "What came of it"), [("Ann", "Attended")], (50, 50))
    file = PdfReader(BytesIO(pdf.bytes_of(page)))
    (whole,) = kids(file.trailer["/Root"]["/StructTreeRoot"])
    cells = [(one["/S"], one.get("/A", {}).get("/Scope")) for one in elements(whole) if one["/S"] in ("/TH", "/TD")]
    data = ("/TD", None)
    assert cells == [*[("/TH", "/Row"), data] * 2, *[("/TH", "/Column")] * 2, data, data]
    assert "Printed by Ann Example    Page 1 of 1" in file.pages[0].extract_text()


def test_each_word_belongs_to_one_element_and_the_page_says_to_which(paper):
    root = paper.trailer["/Root"]["/StructTreeRoot"]
    numbered = list(root["/ParentTree"]["/Nums"])
    owners = dict(zip(numbered[::2], numbered[1::2], strict=True))
    held = [
        (one["/Pg"].indirect_reference.idnum, number)
        for one in elements(kids(root)[0])
        for number in kids(one)
        if isinstance(number, int)
    ]
    drawn = []
    for sheet in paper.pages:
        numbers, bare = marks(sheet)
        assert not bare
        assert numbers == list(range(len(numbers)))
        owned = owners[sheet["/StructParents"]]
        assert len(owned) == len(numbers)
        for number, owner in enumerate(owned):
            assert number in kids(owner.get_object())
        drawn += [(sheet.indirect_reference.idnum, number) for number in numbers]
    assert held == drawn, "the order of reading is the order on the page"
    assert len(paper.pages) > 3


def test_the_same_words_give_the_same_file():
    assert document() == document()


LONG = "She said that nobody came. " * 370
HOSTILE = {
    "long": LONG,
    "no blanks": "x" * 10_000,
    "right to left": "ליאת Invented ليلى " * 100,
    "pictures": "😀👨‍👩‍👧‍👦" * 300,
    "blank lines": "one" + "\r\n" * 3000 + "two",
    "lines": "a\n" * 600,
    "marks": "a" + "\u0301" * 5000,
    "underscores": "_" * 3000,
    "controls": "a\x01\x0b\u202eb\u2028\tc\ufeff\ud800 " * 100,
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_people_type_is_printed(words):
    page = pdf.document(title=words[:120], author="Invented Council", made_at=AT)
    page.set_text_shaping(True)
    pdf.heading(page, words[:300])
    pdf.paragraph(page, words)
    pdf.table(page, ("What is done", "By when"), [("First", words), (words[:300], "Last")], (82, 18))
    paper = PdfReader(BytesIO(pdf.bytes_of(page)))
    assert sum(marks(sheet)[1] for sheet in paper.pages) == 0
    told = "".join(sheet.extract_text() for sheet in paper.pages)
    assert "First" in told
    assert "Last" in told


NAMES = (
    "李小明",
    "김민준",
    "अंकिता",
    "সুমন",
    "ਸਿਮਰਨ",
    "ગીતા",
    "கமலா",
    "กัญญา",
    "ሰላም",
    "ליאת",
    "ليلى",
    "さくら",
    "Ольга",
    "Σοφία",
    "Զարա",
)


def test_a_name_in_any_script_of_the_families_here_is_printed(caplog):
    caplog.set_level("WARNING")
    page = pdf.document(title="Plan for 李小明", author="Invented Council", made_at=AT)
    page.set_text_shaping(True)
    for name in NAMES:
        pdf.heading(page, name, 2)
        pdf.table(page, ("Who", "What"), [(f"{name}。", name)], (50, 50))
    told = "".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.bytes_of(page))).pages).split())
    lost = {letter for name in NAMES for letter in name if told.count(letter) < 3}
    assert not lost, "in the heading and in both cells"
    assert "not printed" not in told
    assert "PlanforPage" not in told
    assert not caplog.records


def test_letters_that_no_font_has_are_told_and_not_logged_since_they_are_parts_of_names(caplog):
    caplog.set_level("WARNING")
    page = pdf.document(title="Plan for ሰላም ᠮᠣᠩ", author="Invented Council", made_at=AT)
    pdf.paragraph(page, "𠀋 Ming, မောင်, ខ្មែរ, Zoë and 👨 👨")
    pdf.table(page, ("Who", "What"), [("ခ", "One")], (50, 50))
    file = PdfReader(BytesIO(pdf.bytes_of(page)))
    told = " ".join("".join(sheet.extract_text() for sheet in file.pages).split())
    for words in (
        "[1 Chinese letter not printed] Ming",
        "[2 Myanmar letters not printed]",
        "[3 Khmer letters not printed]",
        "[picture: man] [picture: man]",
        "[1 Myanmar letter not printed] One",
        "[3 Mongolian letters not printed] Page 1 of 1",
        "Zoë",
    ):
        assert words in told, told
    assert file.metadata.title == "Plan for ሰላም ᠮᠣᠩ"
    assert not caplog.records


def test_a_row_taller_than_a_page_goes_on_in_rows_below_and_loses_no_word():
    words = " ".join(str(number) for number in range(1900))
    page = pdf.document(title="Plan", author="Invented Council", made_at=AT)
    pdf.table(page, ("What is done", "By when"), [(words, "1 May")], (82, 18))
    paper = PdfReader(BytesIO(pdf.bytes_of(page)))
    (whole,) = kids(paper.trailer["/Root"]["/StructTreeRoot"])
    rows = [one for one in elements(whole) if one["/S"] == "/TR"]
    assert len(rows) > 2
    assert {len(kids(row)) for row in rows} == {2}
    told = [word for sheet in paper.pages for word in sheet.extract_text().split() if word.isdigit()]
    assert [int(word) for word in told if len(word) == 4] == list(range(1000, 1900))
