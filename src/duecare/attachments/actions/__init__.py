"""What is done with photographs and papers. See each function; the way is

1. ``AppConfig.ready()`` of the module declares its matters: :func:`duecare.attachments.matters.register`;
2. a form with :class:`duecare.attachments.forms.AttachmentsForm` (or :func:`develop` on any stream) reads what came,
   outside a transaction, and gives :class:`Developed`;
3. the module's own action, which has asked for the right to the matter, calls :func:`keep` or :func:`keep_all` in its
   transaction, or :func:`carry_over` for what hangs in another matter already;
4. pages show :func:`duecare.attachments.queries.of` with ``{% load attachments %}{% gallery attachments unit %}``;
5. :func:`keep_until` sets when they are forgotten, once the module knows.
"""

from __future__ import annotations

from duecare.attachments.actions.carrying import carry_over
from duecare.attachments.actions.developing import develop, draw
from duecare.attachments.actions.forgetting import forget, forget_due, keep_until
from duecare.attachments.actions.keeping import keep, keep_all
from duecare.attachments.actions.sweeping import sweep
from duecare.attachments.rules.developed import Developed, Drawn

__all__ = [
    "Developed",
    "Drawn",
    "carry_over",
    "develop",
    "draw",
    "forget",
    "forget_due",
    "keep",
    "keep_all",
    "keep_until",
    "sweep",
]
