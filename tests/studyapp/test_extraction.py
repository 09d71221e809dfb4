"""Documents read in a process of their own: limits, time, and what is told of them."""

import subprocess
import sys

import pytest

from questions.errors import DocumentError
from questions.extract import extract
from studyapp import extraction
from tests.questions.papers import a_pdf, an_epub, lines

TEXT = "The Volga is the longest river of Europe. It flows into the Caspian Sea."


def test_a_child_reads_what_this_process_would_read():
    for data, name in (
        (a_pdf([lines(TEXT, 60, 700, width=90)]), "rivers.pdf"),
        (an_epub(f"<h1>Rivers</h1><p>{TEXT}</p>"), "rivers.epub"),
        (f"# Rivers\n\n{TEXT}", "rivers.md"),
    ):
        assert extraction.extract_apart(data, name) == extract(data, name)


def test_a_refusal_of_the_child_is_told_in_its_words():
    with pytest.raises(DocumentError, match=r"“x\.pdf” is a damaged PDF"):
        extraction.extract_apart(b"%PDF-1.7 nothing", "x.pdf")


def test_a_small_text_needs_no_process(monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", None)

    found = extraction.extract_while_waiting(TEXT, "", "text/plain", 1000)

    assert found.text == TEXT


def test_what_takes_long_is_left_to_the_worker():
    with pytest.raises(extraction.TooSlowError):
        extraction.extract_while_waiting(a_book(), "x.pdf", None, 10_000_000, 0.001)


def test_only_so_many_pages_wait_for_documents_at_once(monkeypatch):
    monkeypatch.setattr(extraction, "_slots", no_slots())

    with pytest.raises(extraction.TooSlowError):
        extraction.extract_while_waiting(a_book(), "x.pdf", None, 10_000_000)


def test_a_file_that_wants_more_memory_than_there_is_ends_only_its_child(monkeypatch):
    monkeypatch.setenv("STUDYAPP_SECRET_KEY", "never handed over")
    code = (
        "import sys; from studyapp import extraction as e;"
        "e.extract = lambda *a, **k: bytearray(e.MEMORY + 1);"
        "e.main()"
    )
    with instead_of_the_child(monkeypatch, code), pytest.raises(DocumentError, match="more memory"):
        extraction.extract_apart(b"x" * 10, "“x”")


def test_a_child_that_crashes_is_a_damaged_document(monkeypatch):
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    with instead_of_the_child(monkeypatch, code), pytest.raises(DocumentError, match="is damaged"):
        extraction.extract_apart(a_book(), "x.pdf")


def test_the_child_can_write_no_file_and_knows_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("STUDYAPP_SECRET_KEY", "never handed over")
    code = (
        "import os, json, sys; from studyapp import extraction as e; e._limit(5);"
        "told = {'title': str('STUDYAPP_SECRET_KEY' in os.environ), 'text': 'x', 'blocks': [],"
        " 'language': None}\n"
        f"try: open({str(tmp_path / 'x')!r}, 'w', buffering=1).write('x\\n')\n"
        "except OSError as error: told['text'] = type(error).__name__\n"
        "print(json.dumps(told))"
    )
    with instead_of_the_child(monkeypatch, code):
        found = extraction.extract_apart(b"x", "x.pdf")

    assert (found.title, found.text) == ("False", "OSError")


def test_reading_ends_as_soon_as_nobody_waits():
    asked = []

    def going():
        asked.append(True)
        return False

    code = "import time; time.sleep(60)"
    with pytest.MonkeyPatch.context() as patch, instead_of_the_child(patch, code):
        patch.setattr(extraction, "_POLL", 0.05)
        assert extraction.extract_patiently(a_book(), "x.pdf", None, 10_000_000, going) is None

    assert asked == [True]


def test_a_document_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(extraction, "SECONDS", 0.1)
    with (
        instead_of_the_child(monkeypatch, "import time; time.sleep(60)"),
        pytest.raises(DocumentError, match=r"minutes to read\. Give it in parts"),
    ):
        extraction.extract_patiently(a_book(), "x.pdf", None, 10_000_000, lambda: True)


def test_a_child_that_is_slow_to_begin_still_gets_the_whole_document(monkeypatch):
    code = (
        "import sys, time; time.sleep(0.3); sys.stdin.buffer.readline(); "
        "size = len(sys.stdin.buffer.read()); "
        'print(\'{"title": "%d", "text": "", "blocks": [], "language": null}\' % size)'
    )
    monkeypatch.setattr(extraction, "_POLL", 0.05)
    with instead_of_the_child(monkeypatch, code):
        found = extraction.extract_patiently(b"x" * 500_000, "x.txt", None, 10**7, lambda: True)
    assert found.title == "500000"


def a_book():
    return a_pdf([lines(TEXT, 60, 700, width=90)] * 3)


class no_slots:  # noqa: N801 - stands for a semaphore
    def acquire(self, *, blocking):
        assert not blocking
        return False


class instead_of_the_child:  # noqa: N801 - reads as a sentence
    """Run *code* where the child would be run."""

    def __init__(self, patch, code):
        self.patch, self.code = patch, code

    def __enter__(self):
        real = subprocess.Popen
        self.patch.setattr(
            extraction.subprocess,
            "Popen",
            lambda _command, **options: real([sys.executable, "-c", self.code], **options),
        )

    def __exit__(self, *_error):
        self.patch.undo()
