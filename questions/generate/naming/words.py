"""Words around and inside a name that tell what it is."""

from __future__ import annotations

import re

from questions.generate.fact import Type


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: Before a person's name; they are no part of it. In small letters, without a full stop.
TITLES = _set(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father sister brother "
    "president vice-president premier chancellor minister senator congressman congresswoman "
    "representative governor mayor judge justice ambassador secretary chairman chairwoman chair "
    "director ceo general gen colonel col major maj captain capt lieutenant lt sergeant sgt "
    "corporal private admiral commander marshal detective officer inspector sheriff king queen "
    "prince princess emperor empress tsar tsarina czar kaiser sultan shah pope cardinal bishop "
    "archbishop saint st count countess duke duchess baron baroness earl coach spokesman "
    "spokeswoman spokesperson author actor actress singer writer poet painter composer scientist "
    "physicist chemist biologist economist philosopher historian psychologist sociologist "
    "linguist mathematician researcher journalist reporter editor critic producer attorney "
    "lawyer rabbi imam sheikh ayatollah comrade uncle aunt grandfather grandmother"
)
#: Longer titles end with one of `TITLES`: Prime Minister, Vice President, Foreign Minister.
BEFORE_TITLES = _set(
    "prime vice foreign deputy former acting first chief associate assistant senior late new then "
    "defense defence interior finance attorney rear brigadier major lieutenant crown grand "
    "executive managing state us u.s. co"
)
WOMEN = _set(
    "mrs ms miss dame lady sister queen princess empress tsarina countess duchess baroness "
    "congresswoman chairwoman spokeswoman actress aunt grandmother mother daughter wife girl woman "
    "heroine waitress businesswoman sportswoman noblewoman goddess widow"
)
MEN = _set(
    "mr sir lord fr father brother king prince emperor tsar czar kaiser sultan shah pope bishop "
    "archbishop count duke baron earl congressman chairman spokesman actor uncle grandfather "
    "son husband boy man hero waiter businessman sportsman nobleman god widower cardinal"
)
#: Last (or, before *of* and *for*, inner) words of names, and what they make of it.
ENDS: dict[str, Type] = {
    **dict.fromkeys(
        _set(
            "inc corp corporation company co ltd limited llc plc gmbh group holdings bank "
            "university college school institute institution academy society association "
            "organization organisation union league federation confederation alliance party "
            "committee commission council agency authority administration bureau department "
            "ministry office board parliament congress senate assembly court army navy "
            "force forces police service press times post journal foundation trust fund club team "
            "church orchestra philharmonic band records studios entertainment airlines "
            "airways motors industries systems technologies software laboratories labs center "
            "centre network coalition brigade regiment battalion division corps fleet"
        ),
        Type.ORG,
    ),
    **dict.fromkeys(
        _set(
            "river lake sea ocean mountain mountains mount hills valley desert island islands "
            "peninsula bay gulf strait canyon forest coast cape creek falls glacier plateau basin "
            "volcano hemisphere pole belt range ridge reef canal archipelago steppe"
        ),
        Type.LOC,
    ),
    **dict.fromkeys(
        _set(
            "street avenue road boulevard highway bridge airport station stadium arena hall "
            "theater theatre museum palace castle tower cathedral temple hospital hotel library "
            "building house park square garden gardens fort mission prison zoo dam tunnel"
        ),
        Type.FAC,
    ),
    **dict.fromkeys(
        _set(
            "war battle revolution revolt rebellion uprising siege massacre olympics games cup "
            "festival championship championships election conference summit crisis famine "
            "campaign holocaust renaissance reformation enlightenment depression "
            "earthquake hurricane eruption expedition crusade crusades day"
        ),
        Type.EVENT,
    ),
    **dict.fromkeys(
        _set(
            "treaty act agreement declaration pact accord accords constitution convention charter "
            "amendment protocol resolution proclamation bill code statute law symphony concerto "
            "sonata opera quartet report doctrine corollary compromise ordinance edict manifesto "
            "theory hypothesis principle theorem effect paradox equation experiment syndrome "
            "disease model test scale index curve plan"
        ),
        Type.WORK,
    ),
    **dict.fromkeys(
        _set("state republic kingdom empire province county city town village territory emirate"),
        Type.GPE,
    ),
}
#: Generic ends of an organisation's name, without which it is still the same one.
DROPPED_ENDS = _set(
    "inc corp corporation company co ltd limited llc plc gmbh ag sa group holdings university "
    "college airlines airways motors entertainment records party foundation"
)
#: Words that begin a sentence with a capital and are no name.
COMMON = _set(
    "the a an this that these those he she it they we i you his her its their our my your in on "
    "at by for from with of to as and but or nor so yet if when while where who what which how "
    "why after before since until although though because however moreover furthermore thus "
    "hence therefore also then there here now today one two three four five six seven eight nine "
    "ten many most some several few all both each every another other such no not only even just "
    "during under over between among through within without about against toward towards upon "
    "according despite instead meanwhile later soon once still first second third finally "
    "section chapter figure table part see note yes well okay mr mrs ms dr please let"
)


def without_honours(name: str) -> str:
    """Take off what stands behind a name once, and not wherever it is written out: FRS, MP."""
    return _HONOURS.sub("", name) or name


_HONOURS = re.compile(
    r"(?:,? (?:FRS|FRSE|FBA|RA|OBE|MBE|CBE|KBE|DBE|MP|MD|M\.D\.|PhD|Ph\.D\.|QC|KC|Esq\.?|MSc|"
    r"MBA))+$"
)
