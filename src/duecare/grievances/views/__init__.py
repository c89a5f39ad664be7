"""Thin shells: parse, call one action or query, render."""
