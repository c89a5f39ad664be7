"""Telling people what happened, and delivering what they are told."""

from duecare.notify.actions.deliver import Delivered, deliver
from duecare.notify.actions.forget import forget
from duecare.notify.actions.prefer import prefer
from duecare.notify.actions.read import read, read_all
from duecare.notify.actions.say import say
from duecare.notify.actions.send_heads import send_heads
from duecare.notify.actions.tell import tell

__all__ = ["Delivered", "deliver", "forget", "prefer", "read", "read_all", "say", "send_heads", "tell"]
