"""Thin shells: parse, call one query or action, render."""
