"""Prepositions that may say when or where something was."""

TIME_MARKERS = frozenset({
    "in", "on", "at", "during", "since", "until", "from", "by", "before", "after", "around",
    "throughout", "for", "between", "about", "within", "circa", "over",
})  # fmt: skip
PLACE_MARKERS = frozenset({
    "in", "at", "on", "near", "from", "to", "into", "across", "throughout", "outside", "inside",
    "around", "through", "over", "within", "along",
})  # fmt: skip
