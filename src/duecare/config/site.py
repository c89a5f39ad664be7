"""What ``serve``'s web processes run: the site, ending with the process that started them."""

from __future__ import annotations

from duecare.cli.processes import end_with_parent
from duecare.config.wsgi import application

__all__ = ["application"]

end_with_parent()
