"""What is read of a PDF: whole paragraphs in reading order, and nothing of what surrounds them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.errors import DocumentError
from questions.extract import extract
from questions.extract.pdf import reading, repair
from tests.questions.papers import BOLD, ITALIC, MONO, Text, a_pdf, a_scan, lines, locked
from tests.questions.reading import assert_sound_or_refused, told

RIVERS = (
    "The Volga rises in the Valdai Hills and flows into the Caspian Sea. It is the longest river "
    "of Europe, and more than two hundred other rivers join it on its way."
)
TOWNS = (
    "Towns grew along its banks where merchants met. Kazan was founded in 1005, and Nizhny "
    "Novgorod in 1221; both lived on the trade with salt, fur and grain."
)
FISH = (
    "Sturgeon swam up the river in spring to lay their eggs. Since the dams were built they reach "
    "few of the old places, and hatcheries release young fish into the delta."
)
ICE = (
    "From November to April the upper river lies under ice. Ships wait in the harbours of the "
    "lower river, and people cross on foot where ferries go in summer."
)


def test_two_columns_are_read_one_after_the_other():
    page = [
        Text(150, 740, "The great river", 18, BOLD),
        *column(60, [RIVERS, TOWNS]),
        *column(320, [FISH, ICE]),
    ]

    found = extract(a_pdf([page]), "river.pdf")

    assert found.title == "The great river"
    assert told(found) == [("heading", "The great river"), *paragraphs(RIVERS, TOWNS, FISH, ICE)]


def test_columns_that_the_file_draws_line_by_line_are_read_one_after_the_other():
    left, right = column(60, [RIVERS, TOWNS]), column(320, [FISH, ICE])
    rows = [line for pair in zip(left, right, strict=False) for line in pair]
    rest = [*left, *right][2 * min(len(left), len(right)) :]

    found = extract(a_pdf([[*rows, *[one for one in rest if one not in rows]]]), "river.pdf")

    assert told(found) == paragraphs(RIVERS, TOWNS, FISH, ICE)


def test_a_line_over_both_columns_divides_them():
    page = [
        *column(60, [RIVERS], top=700),
        *column(320, [FISH], top=700),
        Text(60, 560, "Both parts of the river are described in what follows here below them all."),
        *column(60, [TOWNS], top=520),
        *column(320, [ICE], top=520),
    ]

    found = extract(a_pdf([page]), "river.pdf")

    middle = "Both parts of the river are described in what follows here below them all."
    assert told(found) == paragraphs(RIVERS, FISH, middle, TOWNS, ICE)


def test_a_note_in_the_margin_does_not_break_the_text_beside_it():
    note = lines("Salt was as dear as silver.", 60, 695, size=8, width=14, step=9)
    page = [*lines(f"{RIVERS} {TOWNS}", 200, 700, width=70), *note]

    found = extract(a_pdf([page]), "river.pdf")

    assert ("paragraph", f"{RIVERS} {TOWNS}") in told(found)
    assert ("paragraph", "Salt was as dear as silver.") in told(found)


def test_running_heads_feet_and_page_numbers_are_left_out():
    texts = [RIVERS, TOWNS, FISH, ICE, RIVERS, TOWNS]
    pages = [
        [
            Text(60, 760, f"Chapter {number // 3 + 1}: The great river", 8),
            Text(530, 760, str(41 + number), 8),
            *lines(text, 60, 700),
            Text(240, 30, "Published for the friends of rivers", 8),
        ]
        for number, text in enumerate(texts)
    ]

    found = extract(a_pdf(pages), "river.pdf")

    assert told(found) == paragraphs(*texts)
    assert [block.page for block in found.blocks] == [1, 2, 3, 4, 5, 6]


def test_roman_and_alternating_page_numbers_are_left_out():
    pages = [
        [*lines(text, 60, 700), Text(60 if number % 2 else 520, 30, f"Page {roman}", 8)]
        for number, (text, roman) in enumerate(
            zip([RIVERS, TOWNS, FISH], ["ii", "iii", "iv"], strict=True)
        )
    ]

    assert told(extract(a_pdf(pages), "river.pdf")) == paragraphs(RIVERS, TOWNS, FISH)


def test_a_sentence_goes_on_over_columns_pages_and_what_lies_between():
    first, second = "The river carries sand and", "lays it down where the water slows."
    pages = [
        [
            *lines(f"{RIVERS} {first}", 60, 300, width=90),
            Text(60, 40, "1  Measured at Kazan in 1900.", 7),
        ],
        [
            Text(60, 720, "Figure 3. The bed of the river", 8, ITALIC),
            *lines(f"{second} {FISH}", 60, 660, width=90),
        ],
    ]

    found = extract(a_pdf(pages), "river.pdf")

    whole = [
        (block.page, found.text[block.start : block.end])
        for block in found.blocks
        if block.kind == "paragraph"
    ]
    assert whole == [(1, f"{RIVERS} {first} {second} {FISH}")]
    assert ("caption", "Figure 3. The bed of the river") in told(found)
    assert ("footnote", "1 Measured at Kazan in 1900.") in told(found)


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("The river was inter-", "rupted by dams.", "The river was interrupted by dams."),
        ("It is a well-", "known river of the east.", "It is a well-known river of the east."),
        ("It was the North-", "East that froze.", "It was the North-East that froze."),
        ("It was warm in pre-", "and post-war years.", "It was warm in pre- and post-war years."),
        ("See www.rivers.org/the-", "volga for more.", "See www.rivers.org/the-volga for more."),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_made_whole(above, below, whole):
    page = [*lines(RIVERS, 60, 700, width=40), Text(60, 560, above), Text(60, 548, below)]

    assert told(extract(a_pdf([page]), "river.pdf"))[-1] == ("paragraph", whole)


def test_the_document_s_own_words_decide_whether_a_hyphen_stays():
    known = "The mid-stream is deep. They say that the cooperation of towns was old."
    page = [
        *lines(known, 60, 700, width=90),
        Text(60, 660, "Boats keep to the mid-"),
        Text(60, 648, "stream by the co-"),
        Text(60, 636, "operation of their crews."),
    ]

    last = told(extract(a_pdf([page]), "river.pdf"))[-1][1]

    assert last == "Boats keep to the mid-stream by the cooperation of their crews."


def test_headings_are_told_by_size_weight_and_number():
    page = [
        Text(60, 740, "Rivers of the plain", 20, BOLD),
        Text(60, 700, "1 The Volga", 14, BOLD),
        *lines(RIVERS, 60, 680, width=90),
        Text(60, 630, "1.1 Its towns", 12, BOLD),
        *lines(TOWNS, 60, 610, width=90),
        Text(60, 560, "Salt", 10, BOLD),
        *lines(FISH, 60, 545, width=90),
        Text(60, 500, "2 The Oka", 14, BOLD),
        *lines(ICE, 60, 480, width=90),
    ]

    found = extract(a_pdf([page]), "river.pdf")

    sections = {found.text[one.start : one.end][:8]: one.section for one in found.blocks}
    assert sections["Sturgeon"] == ("Rivers of the plain", "1 The Volga", "1.1 Its towns", "Salt")
    assert sections["From Nov"] == ("Rivers of the plain", "2 The Oka")


def test_lists_keep_their_items_and_lose_their_marks():
    page = [
        *lines(RIVERS, 60, 700, width=90),
        Text(72, 660, "\u2022"),
        *lines("It carries sand that comes from the hills far away.", 84, 660, width=30),
        Text(72, 636, "\u2022"),
        Text(84, 636, "It freezes in winter."),
        Text(60, 612, "1."),
        *lines("First the ice breaks, with a noise like guns.", 84, 612, width=30),
        Text(60, 588, "2."),
        Text(84, 588, "Then the floods come."),
    ]

    assert told(extract(a_pdf([page]), "river.pdf"))[1:] == [
        ("list_item", "It carries sand that comes from the hills far away."),
        ("list_item", "It freezes in winter."),
        ("list_item", "First the ice breaks, with a noise like guns."),
        ("list_item", "Then the floods come."),
    ]


def test_tables_captions_contents_code_and_references_are_no_prose():
    page = [
        Text(60, 740, "Contents", 14, BOLD),
        Text(60, 720, "The Volga ................................ 4"),
        Text(60, 708, "The Oka .................................. 17"),
        Text(60, 680, "The Volga", 14, BOLD),
        *lines(RIVERS, 60, 660, width=90),
        *[
            Text(x, 600 - 12 * row, words)
            for row, cells in enumerate([("Town", "Founded"), ("Kazan", "1005"), ("Tver", "1135")])
            for x, words in zip((80, 200), cells, strict=True)
        ],
        Text(80, 550, "Table 1. Towns and when they were founded", 8),
        *lines(FISH, 60, 520, width=90),
        Text(60, 470, "for town in towns:", 9, MONO),
        Text(82, 460, "print(town)", 9, MONO),
        *lines(f"Table 1 shows two towns. {ICE}", 60, 430, width=90),
        Text(60, 380, "References", 14, BOLD),
        *lines("[1] A. Petrov. Rivers of Russia. Moscow, 1999.", 60, 360, width=90),
        *lines("[2] B. Orlova. Ice and people. Kazan, 2003.", 60, 346, width=90),
    ]

    assert told(extract(a_pdf([page]), "river.pdf")) == [
        ("heading", "Contents"),
        ("contents", "The Volga … 4"),
        ("contents", "The Oka … 17"),
        ("heading", "The Volga"),
        ("paragraph", RIVERS),
        ("table", "Town | Founded"),
        ("table", "Kazan | 1005"),
        ("table", "Tver | 1135"),
        ("caption", "Table 1. Towns and when they were founded"),
        ("paragraph", FISH),
        ("code", "for town in towns:\n    print(town)"),
        ("paragraph", f"Table 1 shows two towns. {ICE}"),
        ("heading", "References"),
        ("reference", "[1] A. Petrov. Rivers of Russia. Moscow, 1999."),
        ("reference", "[2] B. Orlova. Ice and people. Kazan, 2003."),
    ]


def test_marks_of_notes_go_and_exponents_stay():
    page = [
        # A letter of this font is six tenths of its size wide.
        *lines(RIVERS, 60, 700, width=70, font=MONO),
        Text(60, 650, "It drains 1.36 million km", font=MONO),
        Text(210, 654, "2", 6, MONO),
        Text(219.6, 650, "of land, it is said", font=MONO),
        Text(333.6, 654, "4", 6, MONO),
        Text(343.2, 650, "by Petrov.", font=MONO),
        Text(60, 60, "4", 6, MONO),
        Text(65, 57, "Measured in 1900.", 8, MONO),
    ]

    found = told(extract(a_pdf([page]), "river.pdf"))

    assert found[1][1] == "It drains 1.36 million km² of land, it is said by Petrov."
    assert found[-1] == ("footnote", "4 Measured in 1900.")


def test_a_dropped_initial_goes_back_to_its_word():
    rest = lines(RIVERS.removeprefix("T"), 100, 716, width=40)
    page = [Text(60, 692, "T", 44), *rest[:3], *lines(FISH, 60, 640, width=60)]

    text = told(extract(a_pdf([page]), "river.pdf"))[0][1]

    assert text.startswith("The Volga rises in the Valdai Hills")


def test_a_page_that_lies_on_its_side_is_read_upright():
    page = [*lines(RIVERS, 60, 700, width=90), *lines(TOWNS, 60, 600, width=90)]

    found = extract(a_pdf([page], rotate=90), "river.pdf")

    assert told(found) == paragraphs(RIVERS, TOWNS)


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("The great river", "The great river"),
        ("chapter3_final.qxd", "A river and its towns"),
        ("Microsoft Word - draft", "A river and its towns"),
    ],
)
def test_a_title_that_names_a_file_or_a_program_is_not_believed(stated, title):
    page = [
        Text(60, 740, "A river and its towns", 18, BOLD),
        *lines(f"This is the great river. {RIVERS}", 60, 700, width=90),
    ]

    assert extract(a_pdf([page], title=stated), "x.pdf").title == title


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (lambda: a_scan(), r"“x\.pdf” is scanned: .* OCRmyPDF"),
        (lambda: a_pdf([[], []]), r"“x\.pdf” has no text"),
        (lambda: locked(a_pdf([[Text(60, 700, "Hello there.")]])), "locked with a password"),
        (lambda: b"%PDF-1.7\nnothing more", "is a damaged PDF"),
        (lambda: a_pdf([[Text(60, 700, "Hello.")]])[:300], "is a damaged PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why_and_what_to_do(data, message):
    with pytest.raises(DocumentError, match=message):
        extract(data(), "x.pdf")


def test_a_pdf_that_opens_without_a_password_is_read():
    pdf = locked(a_pdf([lines(RIVERS, 60, 700, width=90)]), password="")

    assert told(extract(pdf, "x.pdf")) == paragraphs(RIVERS)


def test_more_pages_than_can_be_read_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_PAGES", 2)
    pages = [lines(RIVERS, 60, 700, width=90)] * 3

    with pytest.raises(DocumentError, match=r"has 3 pages, and the most is 2\. Give it in parts"):
        extract(a_pdf(pages), "x.pdf")


def test_pypdf_reads_what_pdfium_cannot_open():
    pdf = a_pdf([[*lines(RIVERS, 60, 700, width=90), *lines(TOWNS, 60, 600, width=90)]])

    pages = repair.lines_of_pages(pdf, most=10)

    words = " ".join(line.text for line in pages[0]).split()
    assert words == f"{RIVERS} {TOWNS}".split()
    assert repair.lines_of_pages(b"%PDF-1.7 rubbish", most=10) is None


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.builds(
                Text,
                st.integers(-50, 700),
                st.integers(-50, 850),
                st.text(alphabet="ab T1.-•()[]é\\", min_size=1, max_size=40),
                st.sampled_from([1, 5, 8, 10, 10, 10, 14, 40]),
                st.sampled_from([BOLD, ITALIC, MONO, "F1"]),
            ),
            max_size=30,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_words_strewn_over_pages_end_in_sound_blocks_or_a_refusal(pages):
    assert_sound_or_refused(_drawable(pages), "x.pdf")


def column(x, texts, top=700):
    placed, y = [], top
    for text in texts:
        placed += lines(text, x, y, width=44, indent=12)
        y = placed[-1].y - 12
    return placed


def paragraphs(*texts):
    return [("paragraph", text) for text in texts]


def _drawable(pages):
    return a_pdf([[one for one in page if one.words.strip()] for page in pages])
