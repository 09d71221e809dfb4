"""XML of strangers as a tree: no entities, no other files, bounded in size and depth."""

from typing import Final

from lxml import etree

from questions.errors import BankFormatError
from questions.messages import say

MAX_BYTES: Final = 64 * 1024 * 1024


def parse(data: bytes) -> etree._Element:
    """Return the root of a file; raises BankFormatError with the line where it is damaged."""
    if len(data) > MAX_BYTES:
        raise BankFormatError(
            say(
                "the file has %(size)s bytes, the most is %(most)s: split it",
                size=f"{len(data):,}",
                most=f"{MAX_BYTES:,}",
            )
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "it is empty").partition(", line ")[0]
        told = say("this is not sound XML: %(error)s", error=reason[:200])
        raise BankFormatError(told, error.lineno or None, error.offset or None) from None
    except (ValueError, LookupError) as error:
        raise BankFormatError(
            say("this is not sound XML: %(error)s", error=str(error)[:200])
        ) from None
    if root.getroottree().docinfo.doctype:
        raise BankFormatError(say("the file has a document type, which could declare entities"))
    return root


def inner(element: etree._Element) -> str:
    """Return what stands in an element, tags and all."""
    children = (etree.tostring(child, encoding="unicode") for child in element)
    return "".join((element.text or "", *children))
