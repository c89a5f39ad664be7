"""Open311 GeoReport v2: other programs offer people the form, and pass on what they wrote.

It never publishes what is sealed: no list shows a case, and one is told of to whoever has its receipt code alone.
"""
