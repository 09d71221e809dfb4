"""What is read of subtitles: what was said, by whom and when."""

import pytest

from questions.errors import DocumentError
from questions.extract import extract
from tests.questions.reading import assert_sound, told

SRT = """1
00:00:01,000 --> 00:00:03,500
<i>The Volga is the longest</i>

2
00:00:03,600 --> 00:00:05,000
river of Europe. It flows
into the Caspian Sea.

3
00:00:12,000 --> 00:00:14,000
[music]

4
00:01:02,500 --> 00:01:04,000
{\\an8}ANNA: Where does it rise?

5
00:01:04,100 --> 00:01:06,000
- In the hills.
- Of Valdai.
"""

VTT = """WEBVTT - A lecture

STYLE
::cue { color: red }

NOTE nobody reads this

intro
00:01.000 --> 00:04.000 align:start
<v Professor Kim>Rivers carry sand &amp; salt

00:04.000 --> 00:07.000
<v Professor Kim>to the <c.loud>sea</c>.

01:00:05.250 --> 01:00:07.000
<v Student>Why?
"""

ROLLING = """WEBVTT

00:00:00.000 --> 00:00:02.000
the river is long and it flows

00:00:02.000 --> 00:00:04.000
the river is long and it flows
to the sea in the south

00:00:04.000 --> 00:00:06.000
to the sea in the south
where the sturgeon live
"""


def test_cues_are_joined_to_sentences_with_their_time():
    found = extract(SRT, "rivers.srt")

    assert told(found) == [
        ("paragraph", "The Volga is the longest river of Europe. It flows into the Caspian Sea."),
        ("label", "ANNA"),
        ("paragraph", "Where does it rise?"),
        ("paragraph", "In the hills."),
        ("paragraph", "Of Valdai."),
    ]
    assert [block.seconds for block in found.blocks] == [1, 62, 62, 64, 64]


def test_speakers_of_a_webvtt_file_are_named_once():
    found = extract(VTT.encode(), "lecture.txt")

    assert told(found) == [
        ("label", "Professor Kim"),
        ("paragraph", "Rivers carry sand & salt to the sea."),
        ("label", "Student"),
        ("paragraph", "Why?"),
    ]
    assert found.blocks[-1].seconds == 3605


def test_words_that_scrolling_captions_show_twice_are_read_once():
    assert told(extract(ROLLING, "a.vtt")) == [
        (
            "paragraph",
            "the river is long and it flows to the sea in the south where the sturgeon live",
        )
    ]


def test_a_long_talk_becomes_paragraphs():
    cues = "\n".join(
        f"{n}\n00:{n // 60:02}:{n % 60:02},000 --> 00:{n // 60:02}:{n % 60:02},900\n"
        f"It flows on {n}.\n"
        for n in range(1, 300)
    )

    found = extract(cues, "a.srt")

    assert_sound(found)
    lengths = [len(text) for _kind, text in told(found)]
    assert len(lengths) > 5
    assert max(lengths) < 700


@pytest.mark.parametrize("text", ["WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n[music]\n"])
def test_subtitles_without_words_are_refused(text):
    with pytest.raises(DocumentError, match="no cues with text"):
        extract(text, "a.srt")
