"""What other programs use: each interface in a package of its own, over the same actions that people have."""
