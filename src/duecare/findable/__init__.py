"""Finding rows by two characters on both databases: tokens made here, and an inverted index over them."""
