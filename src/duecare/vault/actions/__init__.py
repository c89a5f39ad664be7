"""What is done with keys and sealed values. The way is

1. ``prepare`` makes the keys of months ahead, where the key file is; ``duecare init`` and the clock call it;
2. the module's action calls :func:`make_key` in its transaction, once for each matter, and
   :func:`duecare.vault.sealing.seal` (or one ``Sealer`` for several values) for what it writes. Both work while the
   vault is locked. What is to be opened apart (an identity, a narrative) gets a key, a kind of matter, of its own;
3. whoever reads has asked the module for the right, and comes with an :class:`duecare.vault.rules.openings.Opening`:
   :func:`open_matter` gives what can then be unsealed, :func:`unseal` one value;
4. :func:`rewrap` lets a matter be kept longer; :func:`expire` forgets every month that has ended.
"""

from __future__ import annotations

from duecare.vault.actions.backing import back_up, destroy_backup
from duecare.vault.actions.forgetting import Expired, expire, forget_month
from duecare.vault.actions.keeping_up import keep_up
from duecare.vault.actions.keys import hold_month, key_of, make_key, make_keys, new_keys, rewrap
from duecare.vault.actions.opening import Opened, open_matter, unseal
from duecare.vault.actions.preparing import prepare
from duecare.vault.actions.rotating import Rotated, rotate

__all__ = [
    "Expired",
    "Opened",
    "Rotated",
    "back_up",
    "destroy_backup",
    "expire",
    "forget_month",
    "hold_month",
    "keep_up",
    "key_of",
    "make_key",
    "make_keys",
    "new_keys",
    "open_matter",
    "prepare",
    "rewrap",
    "rotate",
    "unseal",
]
