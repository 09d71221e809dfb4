"""Banks that come in as files: what is in them, what is there already, and the one act of it."""
