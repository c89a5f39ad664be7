"""The duty roster: who stands which watch, fairly, with rest kept, and why it is fair."""
