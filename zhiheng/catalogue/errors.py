"""What the catalogue refuses.

CatalogueRefusalError
├── NotEntitledError     who asks does not hold the right for the unit
├── FlawedDocumentError  a document that the lint finds wrong, with every place
├── ItemListError        a list of items that cannot be read
├── ChangedApartError    a form and a text that were changed apart from each other
└── NotDraftError        a version that is no draft any more
"""

from collections.abc import Sequence

from zhiheng.core.errors import CatalogueError
from zhiheng.record.errors import RecordRefusalError


class CatalogueRefusalError(RecordRefusalError):
    """An act on the catalogue is not taken; both languages say why and what to do."""


class NotEntitledError(CatalogueRefusalError):
    """The right is not held where it is needed."""

    def __init__(self, right: str, unit: str) -> None:
        super().__init__(
            en=f"you do not hold the right {right} for {unit or 'the whole city'};"
            " ask the security administrator for it",
            zh=f"您在{unit or '全市'}没有 {right} 权限；请向安全管理员申请",
        )


class FlawedDocumentError(CatalogueRefusalError):
    """``flaws``: what is wrong, each with its line."""

    def __init__(self, flaws: Sequence[CatalogueError]) -> None:
        self.flaws = tuple(flaws)
        super().__init__(
            en=f"the document has {len(flaws)} errors: " + "; ".join(flaw.text("en") for flaw in flaws),
            zh=f"文档有 {len(flaws)} 处错误：" + "；".join(flaw.text("zh") for flaw in flaws),
        )


class NotDraftError(CatalogueRefusalError):
    """A version that others look at, or have published, is not changed under their eyes."""


class ItemListError(CatalogueRefusalError):
    """A file that is no list of items."""


class ChangedApartError(CatalogueRefusalError):
    """Lines of one list were added or dropped in the text while the form was filled in."""

    def __init__(self, name: str) -> None:
        super().__init__(
            en=f"lines of {name} were changed in the text and in the form; fill the form in again from the text",
            zh=f"文本和表单都改了 {name} 的行；请先按“按文本重填表单”，再修改",
        )
