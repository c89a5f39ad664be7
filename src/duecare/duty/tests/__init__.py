"""Tests of the duty module."""
