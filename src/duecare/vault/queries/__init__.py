"""What can be known of the vault: the state of its keys, and who opened what."""
