"""Questions as values: what they are, how they are read, written, made and graded.

Nothing here knows of a web page, a database or the application around it.
"""
