"""The note types that questions of other origin are written as; Anki knows all by these names."""

from typing import Final

from questions.formats.anki.records import Object

BASIC = "Basic"
REVERSED = "Basic (and reversed card)"
TYPED = "Basic (type in the answer)"
CLOZE = "Cloze"
OCCLUSION = "Image Occlusion"
_IDS: Final = {BASIC: 1, REVERSED: 2, TYPED: 3, CLOZE: 5, OCCLUSION: 6}
_FIELDS: Final = {
    CLOZE: ("Text", "Back Extra"),
    OCCLUSION: ("Occlusion", "Image", "Header", "Back Extra", "Comments"),
}
_FIRST_ID: Final = 1_600_000_000_000
_CSS: Final = """.card {
    font-family: arial;
    font-size: 20px;
    line-height: 1.5;
    text-align: center;
    color: black;
    background-color: white;
}
"""
_CLOZE_CSS: Final = """.cloze {
    font-weight: bold;
    color: blue;
}
.nightMode .cloze {
    color: lightblue;
}
"""
_BACK: Final = "{{FrontSide}}\n\n<hr id=answer>\n\n"
_PRE: Final = (
    "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n"
    "\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n"
    "\\setlength{\\parindent}{0in}\n\\begin{document}\n"
)
# Anki draws the shapes of the hidden clozes on the canvas; its own script stands behind the name.
_PICTURE: Final = (
    "{{#Header}}<div>{{Header}}</div>{{/Header}}\n"
    '<div style="display: none">{{cloze:Occlusion}}</div>\n'
    '<div id="image-occlusion-container">\n'
    '{{Image}}\n<canvas id="image-occlusion-canvas"></canvas>\n</div>\n'
    "<script>anki.imageOcclusion.setup();</script>"
)
_TEMPLATES: Final = {
    BASIC: (("Card 1", "{{Front}}", f"{_BACK}{{{{Back}}}}"),),
    REVERSED: (
        ("Card 1", "{{Front}}", f"{_BACK}{{{{Back}}}}"),
        ("Card 2", "{{Back}}", f"{_BACK}{{{{Front}}}}"),
    ),
    TYPED: (
        ("Card 1", "{{Front}}\n\n{{type:Back}}", "{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}"),
    ),
    CLOZE: (("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}"),),
    OCCLUSION: ((OCCLUSION, _PICTURE, f"{_PICTURE}\n<div>{{{{Back Extra}}}}</div>"),),
}


def note_type(name: str) -> Object:
    """Return one of the five as collections keep it."""
    is_cloze = name in _FIELDS
    fields = _FIELDS.get(name, ("Front", "Back"))
    key = _FIRST_ID + _IDS[name]
    return {
        "id": key,
        "name": name,
        "type": int(is_cloze),
        "sortf": 0,
        "did": None,
        "flds": [_field(one, at) for at, one in enumerate(fields)],
        "tmpls": [_template(at, *one) for at, one in enumerate(_TEMPLATES[name])],
        "css": _CSS + (_CLOZE_CSS if is_cloze else ""),
        "latexPre": _PRE,
        "latexPost": "\\end{document}",
        "latexsvg": False,
        "req": [],
        "originalStockKind": _IDS[name],
    }


def plain(key: int, name: str, fields: int) -> Object:
    """Return a note type whose first field asks for all others."""
    names = [f"Field {number + 1}" for number in range(fields)]
    rest = "<br>".join(f"{{{{{one}}}}}" for one in names[1:])
    return note_type(BASIC) | {
        "id": key,
        "name": name,
        "flds": [_field(one, at) for at, one in enumerate(names)],
        "tmpls": [_template(0, "Card 1", f"{{{{{names[0]}}}}}", f"{_BACK}{rest}")],
    }


def preset() -> Object:
    """Return the preset that a collection has from the beginning."""
    return {
        "id": 1,
        "name": "Default",
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": {
            "bury": False,
            "delays": [1.0, 10.0],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "ivlFct": 1.0,
            "maxIvl": 36500,
            "perDay": 200,
            "hardFactor": 1.2,
        },
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0},
        "dyn": False,
        "desiredRetention": 0.9,
        "waitForAudio": True,
        "sm2Retention": 0.9,
    }


def deck(key: int, title: str) -> Object:
    """Return a deck of the usual kind."""
    nothing = {name: [0, 0] for name in ("lrnToday", "revToday", "newToday", "timeToday")}
    return {
        "id": key,
        "name": title,
        "mod": 0,
        "usn": 0,
        **nothing,
        "collapsed": True,
        "browserCollapsed": True,
        "desc": "",
        "dyn": 0,
        "conf": 1,
        "extendNew": 0,
        "extendRev": 0,
    }


def _field(name: str, ordinal: int) -> Object:
    return {
        "name": name,
        "ord": ordinal,
        "sticky": False,
        "rtl": False,
        "font": "Arial",
        "size": 20,
        "description": "",
    }


def _template(ordinal: int, name: str, front: str, back: str) -> Object:
    return {
        "name": name,
        "ord": ordinal,
        "qfmt": front,
        "afmt": back,
        "bqfmt": "",
        "bafmt": "",
        "did": None,
        "bfont": "",
        "bsize": 0,
    }
