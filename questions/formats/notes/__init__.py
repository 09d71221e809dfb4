"""Notes in Markdown that hold questions, in the ways of writing of the programs that read them."""
