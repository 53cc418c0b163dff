"""What the catalogue refuses.

CatalogueRefusalError
├── NotEntitledError     who asks does not hold the right for the unit
├── FlawedDocumentError  a document that the lint finds wrong, with every place
└── GateError            an act that a control would flag: its rule, its law, its reason
"""

from collections.abc import Sequence

from zhiheng.core.errors import CatalogueError, Language, ZhihengError


class CatalogueRefusalError(ZhihengError):
    """An act on the catalogue is not taken; both languages say why and what to do."""

    def __init__(self, *, en: str, zh: str) -> None:
        super().__init__(en)
        self.en, self.zh = en, zh

    def text(self, language: Language) -> str:
        """The sentence in one language."""
        return self.zh if language == "zh" else self.en


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


class GateError(CatalogueRefusalError):
    """A control stands before the act."""
