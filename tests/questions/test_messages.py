"""A message survives a column of the database and another process, whatever stands in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.errors import BankFormatError
from questions.messages import Message, packed, say, unpacked

_NAMES = st.text("abcdefgh", min_size=1, max_size=5)
_MESSAGES = st.recursive(
    st.builds(Message, st.text(), st.dictionaries(_NAMES, st.text())),
    lambda inner: st.builds(Message, st.text(), st.dictionaries(_NAMES, inner | st.text())),
    max_leaves=5,
)


@given(_MESSAGES)
def test_a_message_written_down_is_read_again(message):
    assert unpacked(packed(message)) == message


@given(st.text())
def test_a_plain_string_stays_as_it_is(text):
    assert unpacked(packed(text)) == text


@pytest.mark.parametrize(
    "text", ['{"say": ', '{"say": 1}', '{"say": "a", "values": 3}', '{"say": "a", "values": [1]}']
)
def test_what_only_looks_like_a_message_is_a_plain_string(text):
    assert unpacked(text) == text


def test_a_number_in_a_message_reads_the_same_afterwards():
    message = say("At most %(most)s.", most=8)
    assert str(unpacked(packed(message))) == str(message) == "At most 8."


@pytest.mark.parametrize(
    ("line", "column", "told"),
    [
        (None, None, "No bank."),
        (3, None, "No bank. (line 3)"),
        (3, 7, "No bank. (line 3, column 7)"),
    ],
)
def test_a_fault_of_a_bank_says_where_it_stands(line, column, told):
    error = BankFormatError(say("No bank."), line, column)
    assert str(error) == str(error.told) == told
