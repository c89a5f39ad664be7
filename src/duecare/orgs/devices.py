"""The class of a device, in words of our own: all that is kept of a browser."""

from __future__ import annotations

_PHONES = ("Mobile", "Android", "iPhone", "HarmonyOS", "MicroMessenger")
_FAMILIES = (
    ("MicroMessenger", "WeChat"),
    ("wxwork", "WeCom"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "MIUI"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_class(user_agent: str) -> str:
    """``phone/Chrome``, ``computer/Firefox``, ``computer/``: nothing that tells one device from another."""
    device = "phone" if any(word in user_agent for word in _PHONES) else "computer"
    return f"{device}/{next((name for sign, name in _FAMILIES if sign in user_agent), '')}"
