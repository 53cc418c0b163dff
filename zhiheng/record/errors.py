"""What the record refuses.

RecordRefusalError
├── OutsideTransactionError   an event without the rows that it tells of
├── UnknownKindError          a kind of event that the registry does not list
├── UnwritableBodyError       a body that has no canonical form
└── ConflictError             an event that is on record already, with another content
"""

from zhiheng.core.errors import Language, ZhihengError


class RecordRefusalError(ZhihengError):
    """The record does not take an event; both languages say why and what to do."""

    def __init__(self, *, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en


class OutsideTransactionError(RecordRefusalError):
    """Events are appended in the transaction of the rows that they tell of."""


class UnknownKindError(RecordRefusalError):
    """The registry is closed, so that a reader of the log knows every word in it."""


class UnwritableBodyError(RecordRefusalError):
    """A body holds what RFC 8785 has no form for, or what differs between programs."""


class ConflictError(RecordRefusalError):
    """The same source said something else under the same id before."""
