"""Tests of the page on a code, with the fact check of the articles on 71250 and 71260 walked line by line."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cptkit
from cptkit import Catalog, Guide, HouseCode, bundling
from cptkit.catalog.code_set import authored_codes
from cptkit.documentation.applicability import codes_named
from cptkit.errors import InvalidCodeError, NoDataError, UnknownCodeError, UnknownEditionError
from cptkit.files.manifest import last_day, last_listed
from cptkit.guides import billing, siblings
from cptkit.guides.notes import all_notes
from cptkit.printing.html import page_html
from cptkit.printing.page import Page, Section, SectionRow, cited, mark
from cptkit.printing.text import page_markdown, page_text
from cptkit.values.code import Certainty
from cptkit.values.opps import OppsStatusRow
from cptkit.values.table import FeeScheduleRow
from looped import some

DAY = dt.date(2026, 8, 15)  # a day of the packaged release of July 2026
EMPTY = Page("71260", "", (), (), ())


def flat(page: Guide) -> str:
    """Give a page's text in one line."""
    return re.sub(r"\s+", " ", str(page))


# Each: an article's line, the code it is about, and what the page says instead or agrees with.
ARTICLES: list[tuple[str, str, tuple[str, ...]]] = [
    # the article on 71260
    (
        "71260 is CT of the thorax with contrast",
        "71260",
        (
            "CT of the chest with contrast",
            "since 2021 this family is for diagnostic studies",
            "71271",
        ),
    ),
    ("includes lungs, heart, chest wall", "71260", ("Dedicated CT of the heart is 75571-75574",)),
    (
        "uses IV contrast",
        "71260",
        (
            "into a vessel, a joint or the thecal sac",
            "Contrast by mouth or rectum, which changes neither the code",
        ),
    ),
    (
        "includes interpretation and report",
        "71260",
        ("one line stands for both", "26: Professional component", "TC: Technical component"),
    ),
    (
        "includes image reconstruction",
        "71260",
        (
            "Two-dimensional reformats in any plane",
            "3-D rendering (76376, 76377)",
            "supervised while it was made",
        ),
    ),
    (
        "commonly used to detect pulmonary embolism",
        "71260",
        (
            "The study for pulmonary embolism is CT angiography (71275)",
            "71260 is not that protocol",
        ),
    ),
    (
        "the order must specify contrast",
        "71260",
        (
            "design of the test (views, slice thickness, use of contrast)",
            "Outside hospitals: no different or additional test without a new order",
        ),
    ),
    (
        "document type and amount of contrast",
        "71260",
        (
            "The contrast agent",
            "How much contrast was given",
            "The route of the contrast",
            "The concentration of the agent",
            "The reaction to contrast",
        ),
    ),
    (
        "must justify why contrast was required",
        "71260",
        ("No national rule asks for a reason of its own why contrast was given",),
    ),
    (
        "modifier errors, multiple procedures",
        "71260",
        (
            "The reduction for several studies of a session follows from the fee schedule by itself; 51 is not appended",
            "51: Several procedures; why not",
        ),
    ),
    (
        "71250, 71260, 71270",
        "71260",
        (
            "71250: CT of the chest without contrast",
            "71270: CT of the chest without contrast, then with it",
            "71271",
            "71275",
            "in one session: one code of the family counts",
        ),
    ),
    (
        "verify the order to confirm contrast was used",
        "71260",
        (
            "the order shows necessity; what was done is shown by the report and the technologist's record",
        ),
    ),
    (
        "prior authorization often required",
        "71260",
        (
            "No prior authorization where the payer asks for one",
            "Original Medicare asks for none for this test",
        ),
    ),
    # the first article on 71250
    (
        "71250 is a chest X-ray",
        "71250",
        (
            "CT of the chest without contrast",
            "Chest radiographs: 71045 one view, 71046 two, 71047 three, 71048 four or more",
        ),
    ),
    ("may be MRI or CT", "71250", ("MRI of the chest is 71550-71552, MR angiography 71555",)),
    (
        "may specify contrast agents",
        "71250",
        ("without contrast", "No contrast into a vessel, a joint or the thecal sac"),
    ),
    (
        "covers head, neck, abdomen, pelvis, spine, extremities",
        "71250",
        (
            "The chest alone: head and neck CT is 70450-70492, spine 72125-72133, pelvis 72192-72194, arm 73200-73202, leg 73700-73702, abdomen 74150-74178",
        ),
    ),
    ("used to diagnose pulmonary embolism", "71250", ("It cannot rule out pulmonary embolism",)),
    (
        "used for lung cancer",
        "71250",
        (
            "Nodules of the lung, to look for them or follow them",
            "Yearly low-dose screening of people without symptoms is 71271",
        ),
    ),
    (
        "document indication, findings, impression",
        "71250",
        ("sign, symptom, diagnosis or other reason", "The findings", "An impression or conclusion"),
    ),
    ("ionizing radiation", "71250", ("It uses ionizing radiation",)),
    # the second article on 71250
    (
        "no IV contrast",
        "71250",
        ("Contrast by mouth or rectum, which changes neither the code nor its contrast state",),
    ),
    ("the scan takes 10 to 30 minutes", "71250", ("The acquisition takes seconds",)),
    (
        "rules out embolism where contrast is contraindicated",
        "71250",
        (
            "where contrast cannot be given, a ventilation and perfusion scan (78582) or MR angiography (71555)",
        ),
    ),
    ("C15.9, C47.3", "71250", ("C15.9", "C47.3")),
    (
        "26: interprets, does not own the equipment",
        "71250",
        ("26: Professional component; when: The reading physician does not furnish the test",),
    ),
    (
        "TC: technical only",
        "71250",
        (
            "Never on a hospital claim",
            "not by a practice for hospital patients",
            "place of service 19, 21, 22 or 23",
        ),
    ),
    (
        "52: reduced or eliminated",
        "71250",
        ("52: Partly reduced", "A service that never began is not billed"),
    ),
    (
        "59: distinct from other services",
        "71250",
        (
            "59: Separate from another service; when: Last resort",
            "XE: Separate encounter",
            "XS: Separate structure",
            "XP: Separate practitioner",
            "XU: Unusual, not overlapping",
        ),
    ),
    (
        "76 and 77: same or other provider",
        "71250",
        (
            "76: Repeated by the same clinician",
            "77: Repeated by another clinician",
            "Never for retakes",
            "bypasses no NCCI edit",
        ),
    ),
    (
        "a signed order",
        "71250",
        (
            "An order need not be signed, but then the treating practitioner's signed record must show the intent to order",
        ),
    ),
    (
        "a signed report, credentials, name, date, necessity",
        "71250",
        (
            "handwritten or electronic signature",
            "The interpreter's name and credentials",
            "The patient's name",
            "The day of the examination",
        ),
    ),
    (
        "prior imaging results must be documented",
        "71250",
        ("Comparison with earlier studies is recommended, not a condition of payment",),
    ),
    (
        "national rate of $131.00",
        "71250",
        ("$132.60", "$133.26", "$49.43", "$83.17", 'There is no one price "in facilities"'),
    ),
]


@pytest.mark.parametrize(
    ("line", "code", "said"), ARTICLES, ids=[f"{code}-{line[:30]}" for line, code, _ in ARTICLES]
)
def test_every_line_of_the_articles(line: str, code: str, said: tuple[str, ...]) -> None:  # noqa: ARG001 - the line names the test
    """What is true of a line is on the page, and what is wrong is corrected there."""
    page = flat(cptkit.guide(code, DAY))
    assert [each for each in some(said) if each not in page] == []


def test_the_price_of_2025() -> None:
    """The article's $131.00 is the whole service of 2025."""
    assert "$131.00" in str(cptkit.guide("71250", dt.date(2025, 11, 3)))


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("71250", "chest x-ray code"),
        ("71260", "must justify"),
        ("71260", "verify the order to confirm"),
        ("71250", "10-30 min"),
        ("71250", "with contrast; diagnostic"),
    ],
)
def test_errors_of_the_articles_are_not_repeated(code: str, wrong: str) -> None:
    """None of their wrong sentences stands on a page."""
    assert wrong not in flat(cptkit.guide(code, DAY)).lower()


def test_sections_of_a_page() -> None:
    """In the order of reading."""
    page = cptkit.guide("71260", DAY)
    assert [each.id for each in page.sections] == [
        "facts",
        "use",
        "included",
        "not-included",
        "instead",
        "siblings",
        "coverage",
        "documentation",
        "modifiers",
        "no-modifiers",
        "denials",
        "payment",
        "indicators",
        "know",
    ]
    assert page.badges == ("Category I", "diagnostic", "computed tomography", "with contrast")
    assert page.section("nothing") is None
    assert repr(page) == "<Guide 71260 CT of the chest with contrast on 2026-08-15>"


def test_documentation_comes_in_the_order_of_the_work() -> None:
    """Order, indication, identity, technique, contrast, then the report and supervision, within each level."""
    found = cptkit.guide("71260", DAY).section("documentation")
    assert found is not None
    evidence = [row.cells[2] for row in found.rows if row.cells[0] == "required"]
    assert evidence[:3] == ["order.by_treating_practitioner", "order.present", "indication"]
    assert evidence[-1] == "supervision.level"
    assert (
        evidence.index("technique")
        < evidence.index("contrast.agent")
        < evidence.index("report.findings")
    )


def test_a_guidance_code_tells_primaries_and_procedures_that_include_it() -> None:
    """77003: spine, its primaries, and the injections that include imaging."""
    page = cptkit.guide("77003", DAY)
    primaries, includes = page.section("primaries"), page.section("includes")
    assert primaries is not None
    assert includes is not None
    assert "62273" in primaries.rows[0].cells[0]
    assert (
        "62323",
        "epidural injection of the lower back with imaging",
        "an edit of NCCI's practitioner table",
        "without fluoroscopy or CT it is 62322",
    ) in [row.cells for row in includes.rows]
    contractor = cptkit.guide("77001", DAY).section("primaries")
    assert contractor is not None
    assert contractor.rows[0].cells == ("named by the Medicare contractor.",)


def test_screening_changes_with_the_day() -> None:
    """Notes have days too."""
    assert "for Medicare from 50 to 77" in flat(cptkit.guide("71271", dt.date(2022, 2, 10)))
    assert "for Medicare from 50 to 77" not in flat(cptkit.guide("71271", dt.date(2022, 2, 9)))


def test_codes_beside_a_family_name_its_members() -> None:
    """71271 names the diagnostic codes of the chest."""
    found = cptkit.guide("71271", DAY).section("instead")
    assert found is not None
    assert {row.cells[0] for row in found.rows} >= {
        "71250: chest, without contrast.",
        "71270: chest, without, then with contrast.",
    }


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("99213", "neither imaging nor radiation treatment"),
        ("A9552", "One unit: 1 study dose of"),
        ("77263", "no image is made"),
        ("73562", "Views: 3"),
        ("73560", "Views: 1 to 2"),
        ("73564", "Views: 4 or more"),
        ("73565", "Views: 1 (AP)"),
        ("77067", "screening"),
        ("76499", "unlisted"),
        ("70470", "without, then with contrast"),
        ("73592", "For: infant"),
        ("75574", "3-D: part of the code"),
        ("77402", "Meaning changed: 2026-01-01"),
        ("76641", "Extent: complete"),
        ("C8901", "MR angiography of the abdomen without contrast"),
    ],
)
def test_facts_of_codes_of_all_kinds(code: str, said: str) -> None:
    """Supplies, planning, views, unlisted, visits: each page says what there is to say."""
    assert said in flat(cptkit.guide(code, DAY))


def test_a_retired_code_has_its_page_on_its_days() -> None:
    """77014 was in force through 2025."""
    assert "through 2025-12-31" in str(cptkit.guide("77014", dt.date(2025, 6, 2)))
    with pytest.raises(UnknownCodeError):
        cptkit.guide("77014")


def test_a_house_code_has_a_page() -> None:
    """With what the caller said, and what no table knows told as such."""
    mine = cptkit.packaged.with_tables(house_codes=(HouseCode("X7001", "Outside film review"),))
    page = cptkit.guide("X7001", DAY, catalog=mine)
    assert page.title == "X7001 Outside film review"
    assert "neither imaging nor radiation treatment" in flat(page)


def test_the_newest_packaged_year_is_the_default() -> None:
    """As for all that looks."""
    assert cptkit.guide("71260").on == last_day()


def test_wrong_calls() -> None:
    """The same errors as of a look-up."""
    with pytest.raises(InvalidCodeError):
        cptkit.guide("7126")
    with pytest.raises(UnknownEditionError):
        cptkit.guide("71260", dt.date(2010, 1, 1))
    with pytest.raises(TypeError):
        cptkit.guide("71260", "2026-01-01")  # type: ignore[arg-type]  # that is the point


def test_a_page_pickles_and_goes_to_json() -> None:
    """It is a value."""
    page = cptkit.guide("71046", DAY)
    assert pickle.loads(pickle.dumps(page)) == page
    assert hash(page) == hash(cptkit.guide("71046", DAY))
    assert cptkit.from_json(cptkit.to_json(page), Guide) == page


class Balance(HTMLParser):
    """Checks that tags open and close in order, and collects the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        """Push."""
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Pop the same."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect what is not style."""
        if self.open and self.open[-1] != "style":
            self.text.append(data)


def read(html: str) -> str:
    """Give the text of well-formed HTML."""
    parser = Balance()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return " ".join("".join(parser.text).split())


ONE_OF_EACH_HEADING = sorted(
    {
        code.headings[-1]: code.code
        for code in authored_codes()
        if code.is_active(last_day()) and code.headings
    }.values()
)


@pytest.mark.parametrize("code", ONE_OF_EACH_HEADING)
def test_every_heading_has_pages_that_print(code: str) -> None:
    """In all three forms, each sentence in each."""
    page = cptkit.guide(code)
    html, markdown, text = read(page._repr_html_()), page._repr_markdown_(), str(page)
    for section in some(page.sections):
        assert section.title in html
        assert section.title in markdown
        assert section.title.upper() in text
        for row in some(section.rows):
            assert all(len(row.cells) == (len(section.columns) or len(row.cells)) for _ in [0])
            for cell in some(row.cells):
                assert " ".join(cell.split()) in html
    assert max(map(len, text.splitlines())) <= 100
    assert page.sources or code[0] != "7"


# --- pages in general


texts = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
rows = st.builds(SectionRow, st.tuples(texts, texts), texts, st.sampled_from([None, *Certainty]))
sections = st.builds(
    Section,
    st.just("id"),
    texts,
    st.lists(rows, max_size=4).map(tuple),
    st.sampled_from([(), ("A", "B")]),
    texts,
)


@given(st.lists(sections, max_size=3).map(tuple), texts)
def test_any_text_is_escaped(held: tuple[Section, ...], label: str) -> None:
    """HTML stays well formed whatever the cells hold, and shows them all."""
    page = Page("71260", label, (label,), (label,), held, (label,))
    shown = read(page_html(page))
    for section in held:
        for row in section.rows:
            for cell in row.cells:
                assert " ".join(cell.split()) in shown
    assert page_markdown(page).endswith("\n")
    assert page_text(page)


@given(st.lists(sections, max_size=4).map(tuple))
def test_sources_are_numbered_from_one_without_gaps(held: tuple[Section, ...]) -> None:
    """In the order of first use, each once."""
    numbers = cited(held)
    assert list(numbers.values()) == list(range(1, len(numbers) + 1))
    used = [row.citation for section in held for row in section.rows if row.citation]
    assert list(numbers) == list(dict.fromkeys(used))


def test_an_empty_page() -> None:
    """A title and a legend."""
    assert page_text(EMPTY).splitlines()[:2] == ["71260", "====="]
    assert page_markdown(EMPTY).startswith("# 71260\n\n## Sources")
    assert "71260" in read(page_html(EMPTY))


def test_lists_of_sentences_and_of_terms() -> None:
    """One cell is a sentence, two are a term and its meaning, more a table."""
    said = Section("s", "Said", (SectionRow(("One.",), "CMS", "M"),))
    terms = Section("t", "Terms", (SectionRow(("Term", "meaning")),))
    mixed = Section("m", "Mixed", (SectionRow(("Term", "meaning")), SectionRow(("One.",))))
    table = Section(
        "u",
        "Table",
        (SectionRow(("a", "b|c", "1.50")), SectionRow(("a", "", "x")), SectionRow(("z", "", "y"))),
        ("A", "B", "CD"),
        "A note.",
    )
    page = Page("1", "one", ("x",), ("y",), (said, terms, mixed, table), ("end",))
    text = page_text(page)
    assert "  - One. [1 M]" in text
    assert "  - Term: meaning" in text
    assert "  - a:\n    - b|c; cD: 1.50\n    - cD: x\n  - z: cD: y\n" in text
    markdown = page_markdown(page)
    assert "- **Term**: meaning" in markdown
    assert "| a | b\\|c | 1.50 |  |" in markdown
    assert "A note." in markdown
    html = page_html(page)
    assert "<dt>Term</dt><dd>meaning</dd>" in html
    assert '<td class="num">1.50</td>' in html
    assert '<td class="same">a</td>' in html


def test_paper_and_ink_go_together() -> None:
    """Whoever sets one sets the other, so that no theme leaves light letters on a light page; a lone list takes the width."""
    html = page_html(EMPTY)
    assert html.count("--ink:") == html.count("--paper:") == 4
    assert "background:var(--paper);color:var(--ink)" in html
    one, two = (Section(name, name, (SectionRow((name,)),)) for name in ("first", "second"))
    assert 'class="cols"' not in page_html(Page("1", "", (), (), (one,)))
    assert 'class="cols"' in page_html(Page("1", "", (), (), (one, two)))


def test_marks() -> None:
    """Number, and certainty unless H."""
    numbers = {"CMS": 2}
    assert [mark(SectionRow(("x",), "CMS", sure), numbers) for sure in (None, "H", "M", "L")] == [
        "[2]",
        "[2]",
        "[2 M]",
        "[2 L]",
    ]
    assert mark(SectionRow(("x",)), numbers) == ""


# --- the notes


def test_notes_are_cited_sorted_and_point_at_codes() -> None:
    """Authored prose only where no table can say it, and always cited."""
    names = [each.id for each in all_notes()]
    assert names == sorted(set(names))
    for note in some(all_notes()):
        assert note.citation, note.id
        assert bool(note.cure) is (note.kind.name == "DENIAL"), note.id
    pointed = [(note.id, code) for note in some(all_notes()) for code in note.codes]
    assert [each for each in some(pointed) if cptkit.get(each[1]) is None] == []
    stands = [
        (note.id, code)
        for note in some(all_notes())
        for code in codes_named((*note.when.codes, *note.when.not_codes))
    ]
    assert [each for each in some(stands) if len(each[1]) != 5] == []


def test_every_note_stands_on_some_page() -> None:
    """None is dead."""
    from cptkit.guides.notes import notes
    from cptkit.values.guide import GuideNoteKind

    live = {
        note.id
        for code in some(authored_codes())
        if code.is_active(DAY)
        for kind in GuideNoteKind
        for note in notes(code, DAY, kind, cptkit.packaged)
    }
    assert {each.id for each in some(all_notes())} - live == set()


def test_differences_between_codes_without_profiles() -> None:
    """Nothing tells them apart here."""
    visit, film = cptkit.lookup("99213"), cptkit.lookup("71046")
    assert siblings.differences(visit, film) == ()
    assert siblings._alike(visit, film) is False
    assert siblings.sibling_section(visit, DAY, cptkit.packaged) is None


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("78815", {"78811", "78812", "78813", "78814", "78816"}),
        ("77002", {"77001", "77003"}),
        ("71046", {"71045", "71047", "71048"}),
        ("73721", {"73722", "73723"}),
        ("77427", {"77431"}),
    ],
)
def test_siblings(code: str, codes: set[str]) -> None:
    """The codes that are mistaken for each other stand beside each other."""
    assert codes <= {row.cells[0] for row in _siblings(code)}


def test_a_complete_study_names_its_structures() -> None:
    """On the page, as in the requirement."""
    assert "common bile duct, pancreas, spleen, kidneys" in flat(cptkit.guide("76700"))


def test_a_screening_mammogram_is_not_asked_for_an_order() -> None:
    """42 CFR 410.34: she may come by herself, so nothing differs from an order."""
    page = flat(cptkit.guide("77067"))
    assert "Another test than the one ordered" not in page
    assert "order.change_basis" not in page


def test_siblings_without_a_difference_say_so() -> None:
    """Where no field tells two codes apart, the label does."""
    rows = [
        row
        for code in ("77605", "70554", "77316", "93970")
        if cptkit.get(code)
        for row in _siblings(code)
    ]
    assert all(some(row.cells[2] for row in rows))


def _siblings(code: str) -> tuple[SectionRow, ...]:
    found = cptkit.guide(code).section("siblings")
    return found.rows if found else ()


def test_edits_between_siblings_come_from_the_table() -> None:
    """71250 and 71260: no modifier helps; 73721 and 73722: one does; families without pairs say nothing of them."""

    def reason(code: str, on: dt.date = DAY) -> str:
        return billing.denials(cptkit.lookup(code), on, cptkit.packaged).rows[0].cells[1]

    assert "71250: no modifier helps" in reason("71260")
    assert "PTP table of 2024 Q3; your day is in 2026 Q3 (release v302r0))" in reason("71260")
    assert "PTP table of 2024 Q3 (release v302r0))" in reason("71260", dt.date(2024, 8, 15))
    assert "73722: 59 or X with proof of another session" in reason("73721")
    assert "0634T: no modifier helps" in reason("0633T", dt.date(2024, 8, 15))
    assert "NCCI" not in reason("C8909", dt.date(2024, 8, 15))


class Bare(Catalog):
    """A catalog that knows codes and nothing of fees, and whose tables hold no pair and no limit."""

    def opps_status(self, code: str, on: dt.date) -> OppsStatusRow | None:  # noqa: ARG002 - it knows no hospital status
        """Know no hospital status."""
        return None

    def fee_row(self, code: str, modifier: str, on: dt.date) -> FeeScheduleRow | None:
        """Say that no table covers it."""
        raise NoDataError("fee schedule", on, f"no row of {code}-{modifier}: load one")


NOT_SPLIT = ("77071", "70010", "10005", "92611", "S8042", "0348T", "C8901")


@pytest.mark.parametrize("code", [*NOT_SPLIT, "77063", "71260", "70472"])
def test_notes_do_not_contradict_the_fee_schedule(code: str) -> None:
    """26 and TC are told of codes that divide, the imaging reduction of codes that it touches, and of no others."""
    page = flat(cptkit.guide(code, DAY))
    row = cptkit.packaged.fee_row(code, "", DAY)
    splits = row is not None and row.pc_tc.value == "1"
    assert splits is (code not in NOT_SPLIT)
    assert ("Who furnishes only one part adds 26 or TC" in page) is splits
    assert ("A global or TC line by a physician" in page) is splits
    assert ("Split billing" in page) is splits
    assert ("51 is not appended" in page) is (
        row is not None and row.multiple_procedure.value == "4"
    )


def test_3d_is_offered_only_where_it_is_not_part_of_the_code() -> None:
    """Nor beside the perfusion codes of 2026, which 76376 and 76377 never go with."""
    from cptkit.guides.notes import notes
    from cptkit.values.guide import GuideNoteKind

    offered = {
        each.code
        for each in some(authored_codes())
        if each.is_active(DAY)
        and "three-d"
        in {note.id for note in notes(each, DAY, GuideNoteKind.NOT_INCLUDED, cptkit.packaged)}
    }
    assert {"71260", "70553", "74177"} <= offered
    assert not offered & {"70472", "70473", "71275", "77063"}
    assert [
        each.code
        for each in some(authored_codes())
        if each.code in offered and each.imaging and each.imaging.three_d
    ] == []


def _column(code: str, section: str, on: dt.date = DAY) -> list[str]:
    found = cptkit.guide(code, on).section(section)
    return [row.cells[0] for row in found.rows] if found else []


def test_modifiers_that_nobody_would_try_are_left_out() -> None:
    """A CT page says nothing of mammography and PET; what does not fit for one reason stands on one row."""
    assert _column("71260", "no-modifiers") == ["22", "50", "51", "LT, RT"]
    assert {"GG", "GH"} <= {
        each for row in _column("77067", "no-modifiers") for each in row.split(", ")
    }
    assert not {"PT", "CR", "GR", "GE", "73", "74"} & set(_column("77427", "modifiers"))
    assert _column("77427", "no-modifiers")[1] == "26, TC"
    assert {"73", "74"} <= set(_column("62320", "modifiers"))  # a procedure


@pytest.mark.parametrize("code", ["99213", "7010F"])
def test_no_modifier_is_said_to_fit_where_there_are_no_rules(code: str) -> None:
    """Visits and quality measures have modifiers of their own, which are not here."""
    (said,) = _column(code, "modifiers")
    assert said.startswith("The modifier rules here are for imaging")


def test_a_supply_takes_modifiers_of_supplies() -> None:
    """Discarded and not discarded; a dose is neither read nor reduced."""
    assert _column("A9552", "modifiers") == ["JW", "JZ"]


def test_what_is_not_known_is_told() -> None:
    """Limits and hospital status that no table here holds are rows too; what has no price has no values of nought."""
    day = last_listed(hospital=True)
    for code, unknown in (("99213", False), ("D0120", True)):
        indicators = cptkit.guide(code, day).section("indicators")
        assert indicators is not None
        said = {row.cells[0]: row.cells[1] for row in indicators.rows}
        assert said["Units a day, professional"].startswith("not known here: ")
        assert said["Outpatient hospital"].startswith("not known here: ") is unknown
    pet = cptkit.guide("78815").section("payment")
    assert pet is not None
    assert [row.cells[1:4] for row in pet.rows] == [
        ("C", "", ""),
        ("A", "2.38", "3.28"),
        ("C", "", ""),
    ]
    outpatient = cptkit.guide("C8901", DAY).section("payment")
    assert outpatient is not None
    assert outpatient.rows[0].cells == (
        "The fee schedule of that day has no row of this code: it names no price for it.",
    )


def test_procedures_that_are_gone_are_not_listed() -> None:
    """37220-37231 ended with 2025."""
    assert "37220-37221" in _column("76942", "includes", dt.date(2025, 6, 2))
    assert "37220-37221" not in _column("76942", "includes")


def test_screening_and_add_on_tell_siblings_apart() -> None:
    """The first thing to know of 65 beside 67, and of perfusion beside an angiogram."""
    differs = {row.cells[0]: row.cells[2] for row in (*_siblings("77067"), *_siblings("70471"))}
    assert differs["77065"].startswith("not for screening; ")
    assert differs["77063"].startswith("add-on; ")
    assert differs["70472"].startswith("add-on; ")
    assert {row.cells[0]: row.cells[2] for row in _siblings("77063")}["77067"].startswith(
        "stands by itself; "
    )
    assert {row.cells[0]: row.cells[2] for row in _siblings("71250")}["71271"].startswith(
        "screening; "
    )


@pytest.mark.parametrize(
    ("code", "agents", "others"), [("71260", "Q9965", "A9585"), ("70553", "A9585", "Q9965")]
)
def test_the_contrast_agent_goes_with_the_apparatus(code: str, agents: str, others: str) -> None:
    """Iodine for CT, gadolinium for MR."""
    page = flat(cptkit.guide(code, DAY))
    assert agents in page
    assert others not in page


def test_a_page_without_tables_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """No amount is made up, and no limit, and no edit."""
    monkeypatch.setattr(bundling, "ptp", lambda *_, **__: None)
    monkeypatch.setattr(bundling, "mue", lambda *_, **__: None)
    page = cptkit.guide("71260", DAY, catalog=Bare())
    payment = page.section("payment")
    assert payment is not None
    assert payment.rows == (
        SectionRow(("no fee schedule here for 2026-08-15: no row of 71260-: load one.",)),
    )
    text = flat(page)
    assert "Units a day, professional: the table of unit limits has none" in text
    assert "one line stands for both" not in text
    assert "(NCCI" not in text
    assert "$" not in text
