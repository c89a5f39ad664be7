"""What the desk shows: each page's reading, already cut to what the reader may see."""
