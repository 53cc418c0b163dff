"""What may be done, what was done, and where they differ.

The names below are the package's public face; each is loaded when it is first used, so that
starting the program stays quick.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiheng.auditing.city import City, load_city
    from zhiheng.auditing.measuring import Measured, measure
    from zhiheng.auditing.replaying import Replay, replay
    from zhiheng.auditing.run import Audit, audit
    from zhiheng.core.catalogue import Catalogue, load_catalogue
    from zhiheng.core.control import Control, load_controls
    from zhiheng.core.errors import InputError, ZhihengError
    from zhiheng.core.finding import Finding
    from zhiheng.core.live import LiveChecker
    from zhiheng.core.moments import microseconds
    from zhiheng.core.workdays import Calendar, load_calendar

__version__ = "0.1.0"

__all__ = [
    "Audit",
    "Calendar",
    "Catalogue",
    "City",
    "Control",
    "Finding",
    "InputError",
    "LiveChecker",
    "Measured",
    "Replay",
    "ZhihengError",
    "audit",
    "load_calendar",
    "load_catalogue",
    "load_city",
    "load_controls",
    "measure",
    "microseconds",
    "replay",
]

_HOME = {
    "Audit": "zhiheng.auditing.run",
    "Calendar": "zhiheng.core.workdays",
    "Catalogue": "zhiheng.core.catalogue",
    "City": "zhiheng.auditing.city",
    "Control": "zhiheng.core.control",
    "Finding": "zhiheng.core.finding",
    "InputError": "zhiheng.core.errors",
    "LiveChecker": "zhiheng.core.live",
    "Measured": "zhiheng.auditing.measuring",
    "Replay": "zhiheng.auditing.replaying",
    "ZhihengError": "zhiheng.core.errors",
    "audit": "zhiheng.auditing.run",
    "load_calendar": "zhiheng.core.workdays",
    "load_catalogue": "zhiheng.core.catalogue",
    "load_city": "zhiheng.auditing.city",
    "load_controls": "zhiheng.core.control",
    "measure": "zhiheng.auditing.measuring",
    "microseconds": "zhiheng.core.moments",
    "replay": "zhiheng.auditing.replaying",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        message = f"module 'zhiheng' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
