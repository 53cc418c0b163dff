"""What can be wrong with what people bring: one tree, one sentence each, two languages.

ZhihengError
├── QueryError            an engine that cannot run a text: whoever knows the text's file says so in an InputError
└── InputError            something given from outside; the place, the thing, the remedy
    ├── LogError          an event log
    ├── RecordError       a case given as rows, not as a log
    ├── MappingError      log.yaml
    ├── CatalogueError    a power document
    ├── ControlError      a control file or its examples
    ├── CalendarError     a working-day calendar
    ├── CityError         a city folder as a whole
    └── EngineError       an engine that is missing, too old or out of reach
"""

from typing import Literal

Language = Literal["zh", "en"]


class ZhihengError(Exception):
    """The root of every error that this package raises on purpose."""


class QueryError(ZhihengError):
    """An engine cannot run a text: its reason, in the engine's own words and one line."""


class InputError(ZhihengError):
    """Bad input: says where it is, what is wrong and what to do, in both languages.

    ``place`` is a file with its line or record ("powers/x.yaml:12", "log.xes: event 5 of case A1").
    """

    def __init__(self, place: str, *, en: str, zh: str) -> None:
        super().__init__(f"{place}: {en}")
        self.place = place
        self.en = en
        self.zh = zh

    def text(self, language: Language) -> str:
        """The sentence in one language, with its place in front."""
        return f"{self.place}: {self.zh}" if language == "zh" else f"{self.place}: {self.en}"


class LogError(InputError):
    """An event log cannot be read."""


class RecordError(InputError):
    """A case given as rows does not fit the relations of the record."""


class MappingError(InputError):
    """log.yaml does not fit the log, or itself."""


class CatalogueError(InputError):
    """A power document is not valid."""


class ControlError(InputError):
    """A control file is outside the contract."""


class CalendarError(InputError):
    """A working-day table is not valid, or a day lies outside it."""


class CityError(InputError):
    """A city folder lacks a part, or its parts do not fit together."""


class EngineError(InputError):
    """An engine is missing, too old or out of reach."""
