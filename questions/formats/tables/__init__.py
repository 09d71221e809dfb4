"""Tables as question banks: rows of cells, whatever file they come in."""
