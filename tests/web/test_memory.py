"""The page of a preset's memory, from the fit to the due dates, without script."""

from __future__ import annotations

import pytest

from studyapp import demo, learners, worker
from studyapp.ids import new_id
from studyapp.tables import Preset
from tests.makers import NOW

# The learner whose app it is has to be the simulated one, so there is no Amina here.


@pytest.fixture
def simulated(database):
    return demo.make(database, NOW, "UTC", cards=100, answers=800, seed=6, name="S").learner_id


def test_a_fit_is_asked_for_watched_and_shown(client, database, simulated):
    page = client.page(address(simulated))
    assert "the usual parameters" in page.get_text()
    assert page.select_one("table.scores") is None
    client.send(f"{address(simulated)}/fits", {"id": new_id()})
    assert client.page(address(simulated)).select_one("progress")
    worker.run_all(database, lambda: NOW)
    page = client.page(address(simulated))
    assert page.select_one("progress") is None
    rows = [row.get_text(" ", strip=True) for row in page.select("table.scores tbody tr")]
    assert [row.split(" 0.")[0] for row in rows] == [
        "One chance for all",
        "Usual",
        "In use before",
        "Fitted",
    ]


def test_a_level_is_taken_and_no_due_date_moves_until_asked(client, database, simulated):
    page = client.page(address(simulated))
    levels = page.select("#levels tbody tr")
    assert len(levels) == 30
    assert len(page.select("#levels button[name=retention]")) == 27
    reply = client.send(f"{address(simulated)}/retention", {"retention": "0.8"})
    assert reply.status_code == 303
    assert preset_of(database, simulated).desired_retention == 0.8
    client.send(f"{address(simulated)}/due-dates", {"id": new_id()})
    assert "have a new day" in client.page(address(simulated)).get_text()


@pytest.mark.parametrize("sent", ["0", "1", "nan", "0.98", "much", ""])
def test_a_share_that_cannot_be_wanted_is_refused(client, database, amina, sent):
    reply = client.send(f"{address(amina)}/retention", {"retention": sent})
    assert reply.status_code == 422
    assert "between 0.70 and 0.97" in reply.get_data(as_text=True)
    assert preset_of(database, amina).desired_retention == 0.9


def test_every_chart_has_its_sentence_and_table(client, simulated):
    page = client.page(address(simulated))
    for section in page.select("section:has(svg.plot)"):
        sentence = section.select_one("svg.plot")["aria-label"]
        assert sentence in section.select_one("p").get_text()
        assert section.select("table tbody tr")


def test_without_cards_the_page_says_what_will_be_there(client, amina):
    text = client.page(address(amina)).get_text()
    assert "No card takes this preset yet" in text
    assert "the parameters can be fitted to you" in text


def address(learner_id):
    return f"/presets/{learners.default_preset_id(learner_id)}/memory"


def preset_of(database, learner_id):
    with database.reading() as session:
        return session.get_one(Preset, (learner_id, learners.default_preset_id(learner_id)))
