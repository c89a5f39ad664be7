"""Reading a plan file: bytes to text, text to a JSON value of which every part knows its place."""

from duecare.plans.reading.documents import Document, read
from duecare.plans.reading.sources import MAX_BYTES, text_of

__all__ = ["MAX_BYTES", "Document", "read", "text_of"]
