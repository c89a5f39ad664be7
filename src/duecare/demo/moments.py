"""What everybody who plays a part agrees on: acts, and when the clock has been there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

#: Where the district is.
ZONE = ZoneInfo("Asia/Shanghai")
#: A moment and what somebody does then.
Act = tuple[datetime, Callable[[datetime], object]]

#: Nobody acts before the clock has opened what they act on, and its steps are up to this long at night.
SETTLED = timedelta(minutes=35)
