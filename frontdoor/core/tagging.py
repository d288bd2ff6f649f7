"""Tagged PDF: what stands on a page is named as heading, paragraph or table, so that a screen reader can read it out.

The library marks pictures alone and keeps a flat tree of them. Here every word of a document belongs to an element of
a tree (ISO 32000-1, 14.7 and 14.8), and what repeats on each page is an artefact. Its inner parts are used, whose
version the lock holds; tests/frontdoor/test_paper.py reads the files anew with another library.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fpdf import FPDF
from fpdf.output import OutputProducer
from fpdf.prefs import ViewerPreferences
from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFArray
from fpdf.table import Table


class _Element(StructElem):
    """An element that may say of a table's head whether it is the head of a row or of a column (14.8.5.7)."""

    a: str | None = None


class _Tree(StructureTreeBuilder):
    """A tree of elements in elements; each piece of marked content has a number on its page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[StructElem] = []
        self.marked: Counter[int] = Counter()

    def grow(self, kind: str, parent: StructElem, page: int) -> _Element:
        """A new element within another, with nothing in it yet."""
        element = _Element(struct_type=f"/{kind}", parent=parent, kids=[], page_number=page)
        parent.k.append(element)
        self.elements.append(element)
        return element

    def mark(self, element: StructElem, page: int) -> tuple[int, int]:
        """The number of the next piece of content on a page, which is the element's; and the number of the page."""
        place = self.spid_per_page_number.setdefault(page, len(self.spid_per_page_number))
        number = self.marked[page]
        self.marked[page] += 1
        element.k.append(number)
        self.struct_tree_root.parent_tree.nums[place].append(element)
        return number, place

    def divide(self, element: StructElem, page: int) -> None:
        """Put what the element holds on a page into a part of its own, since it goes on over the page."""
        numbers = [kid for kid in element.k if isinstance(kid, int)]
        if numbers:
            element.k = PDFArray()
            part = self.grow("Span", element, page)
            part.k = PDFArray(numbers)
            on_page = self.struct_tree_root.parent_tree.nums[self.spid_per_page_number[page]]
            on_page[:] = [part if held is element else held for held in on_page]

    def __iter__(self) -> Iterator[Any]:
        yield from (self.struct_tree_root, self.doc_struct_elem, self.struct_tree_root.parent_tree, *self.elements)


class _Output(OutputProducer):
    """Writes the file; every element knows the page on which it stands."""

    def _add_pages(self, *args: Any, **options: Any) -> Any:
        self.sheets = super()._add_pages(*args, **options)
        return self.sheets

    def _add_structure_tree(self) -> Any:
        for element in self.fpdf.struct_builder.elements:
            element.pg = self.sheets[element.page_number() - 1]
        return super()._add_structure_tree()


class _Table(Table):
    """A table whose rows and cells are elements; a heading that comes again on the next page is an artefact."""

    headings_told = 0

    def _render_table_row(self, i: int, *args: Any, **options: Any) -> None:
        if i < self.headings_told:
            with self._fpdf.artefact():
                super()._render_table_row(i, *args, **options)
            return
        if i < self._num_heading_rows:
            self.headings_told = i + 1
        with self._fpdf.part("TR"):
            super()._render_table_row(i, *args, **options)

    def _render_table_cell(self, i: int, j: int, cell: Any, *args: Any, **options: Any) -> Any:
        drawn = options.get("cell_height_info") is not None
        if not drawn or self._fpdf.is_artefact:
            return super()._render_table_cell(i, j, cell, *args, **options)
        with self._fpdf.tagged(*self._kind(i, j)):
            return super()._render_table_cell(i, j, cell, *args, **options)

    def _kind(self, i: int, j: int) -> tuple[str, str]:
        """What a cell is: the head of a column, or of its row where columns have none."""
        if self._num_heading_rows:
            return ("TH", "Column") if i < self._num_heading_rows else ("TD", "")
        return ("TD", "") if j else ("TH", "Row")


class TaggedPDF(FPDF):
    """A PDF whose title stands in the window and whose content is tagged; draw inside ``tagged`` or ``artefact``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.struct_builder: _Tree = _Tree()
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._within: list[StructElem] = [self.struct_builder.doc_struct_elem]
        self._open: _Element | None = None
        self.is_artefact = False

    @contextmanager
    def part(self, kind: str) -> Iterator[None]:
        """What is drawn inside belongs to an element of this kind, such as a table; it holds elements alone."""
        self._within.append(self.struct_builder.grow(kind, self._within[-1], self.page))
        yield
        self._within.pop()

    @contextmanager
    def tagged(self, kind: str, head_of: str = "") -> Iterator[None]:
        """What is drawn inside is the content of one element of this kind, such as a paragraph.

        ``head_of`` says of a table's head whether it is that of a Row or of a Column.
        """
        self._open = self.struct_builder.grow(kind, self._within[-1], self.page)
        if head_of:
            self._open.a = f"<</O /Table /Scope /{head_of}>>"
        self._begin(self._open)
        yield
        self._out("EMC")
        self._open = None

    @contextmanager
    def artefact(self) -> Iterator[None]:
        """What is drawn inside is no content: it repeats on each page."""
        self.is_artefact = True
        self._out("/Artifact BMC")
        yield
        self._out("EMC")
        self.is_artefact = False

    def _begin(self, element: StructElem) -> None:
        number, place = self.struct_builder.mark(element, self.page)
        self.pages[self.page].struct_parents = place
        self._out(f"{element.s} <</MCID {number}>> BDC")

    def _perform_page_break(self) -> None:
        """As the library's; what is open goes on over the page."""
        if self._open is None:
            super()._perform_page_break()
            return
        self._out("EMC")
        self.struct_builder.divide(self._open, self.page)
        super()._perform_page_break()
        self._begin(self.struct_builder.grow("Span", self._open, self.page))

    @contextmanager
    def table(self, *args: Any, **options: Any) -> Iterator[Table]:
        """As the library's, as an element of its own."""
        with self.part("Table"):
            drawn = _Table(self, *args, **options)
            yield drawn
            drawn.render()

    def finished(self) -> bytes:
        """The file."""
        return bytes(self.output(output_producer_class=_Output))
