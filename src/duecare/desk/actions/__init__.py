"""The desk's own use cases."""

from duecare.desk.actions.feeds import end_feed, make_feed, publish

__all__ = ["end_feed", "make_feed", "publish"]
