"""A pickle is read for what it says; nothing in it is ever run."""

from __future__ import annotations

import pickle
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions import formats
from questions.errors import BankFormatError
from questions.faces import parts_of
from questions.formats.pickled import Record, records

HEAD = b"--- Mnemosyne Data Base --- Format Version 3 ---\n"
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
COLLECTION = (
    HEAD
    + b"""(lp1
(imnemosyne.core.mnemosyne_core
StartTime
p2
(dp3
S'time'
p4
F1247619600
sba(lp8
(imnemosyne.core.mnemosyne_core
Category
p9
(dp10
S'name'
p12
VGeography
sbaa(lp14
(imnemosyne.core.mnemosyne_core
Item
p15
(dp16
S'q'
VCapital of Per\\u00fa?
sS'a'
S'Lim\\xc3\\xa1'
sS'cat'
g9
sS'grade'
I4
sS'last_rep'
I10
sS'next_rep'
L20L
sS'unseen'
I00
sS'id'
S'a1'
sba(imnemosyne.core.mnemosyne_core
Item
p25
(dp26
S'q'
VLima?
sS'a'
VPeru
sS'id'
S'a1.inv'
sbaa."""
)


@given(PLAIN, st.sampled_from([0, 1, 2]))
def test_plain_values_are_read_as_they_were_written(value, protocol):
    assert records(pickle.dumps(value, protocol), ()) == value


def test_a_collection_is_read_with_its_decks_and_where_its_cards_stand():
    reading = formats.read(COLLECTION, "default.mem")
    (question,) = reading.bank.questions
    assert (question.stem, question.answers[0].text) == ("Capital of Perú?", "Limá")
    assert (question.deck, parts_of(question)) == ("Geography", ("forward", "backward"))
    assert reading.schedule is not None
    (state,) = reading.schedule.cards
    assert (state.interval, str(state.due_day)) == (10, "2009-08-04")


class Harmful:
    def __reduce__(self):
        return print, ("run!",)


@pytest.mark.parametrize("protocol", [0, 1, 2, 4])
def test_a_program_is_refused_by_its_name_and_not_run(protocol, capsys):
    with pytest.raises(BankFormatError, match=r"print|instruction"):
        formats.read(HEAD + pickle.dumps([Harmful()], protocol), "default.mem", "mnemosyne")
    assert capsys.readouterr().out == ""


def test_an_object_of_a_known_class_is_a_record_and_no_object():
    found = records(b"(cdatetime\ndate\n(S'\\x07\\xd9\\x07\\x0f'\ntRt.", {"date"})
    assert [type(one) for one in found] == [Record]
    assert found[0].name == "date"


@pytest.mark.parametrize(
    "data",
    [
        b"", b"(", b"a.", b"s.", b"b.", b"R.", b"t.", b"l.", b"g1\n.", b"p1\n.", b"I" + b"9" * 200,
        b"V" + b"x" * 50, b"S'x\n.", b"]q\x00h\x00a.", b"(lp1\n.", b"Fnan\n.", b"X\xff\xff\xff\x7f",
        b"(lp0\n(lp1\na(lp2\n(iItem\nItem\np3\n(dp4\nS'q'\nVx\nsS'a'\nVy\nsS'grade'\ng0\nsbaa.",
    ],
)  # fmt: skip
def test_damage_ends_as_the_error_of_the_import(data):
    read_or_refuse(HEAD + data)


def test_whatever_is_changed_in_a_collection_it_ends_as_the_error_of_the_import():
    chance = random.Random(6)
    for _time in range(2000):
        changed = bytearray(COLLECTION)
        for _change in range(chance.randint(1, 4)):
            at = chance.randrange(len(HEAD), len(changed))
            changed[at : at + chance.randint(0, 3)] = chance.choice(
                (b"", b"a", b"s", b"R", b"b", b"(", b"t", b"\x00", b"g1\n", b"0", b"I9\n")
            )
        read_or_refuse(bytes(changed))


def read_or_refuse(data):
    with suppress(BankFormatError):
        formats.read(data, "default.mem", "mnemosyne")
