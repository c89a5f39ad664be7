"""duecare runs a work plan: nothing that is due is lost, forged, or late unseen."""

__version__ = "0.1.0"
