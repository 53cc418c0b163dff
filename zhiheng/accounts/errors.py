"""What the accounts refuse.

AccountRefusalError
├── NotEntitledError    who asks does not hold the right
├── FoundedError        the city has such an administrator already
└── MixedRolesError     two administrators in one person
"""

from zhiheng.record.errors import RecordRefusalError


class AccountRefusalError(RecordRefusalError):
    """An act on accounts or grants is not taken."""


class NotEntitledError(AccountRefusalError):
    """The right is not held where it is needed."""

    def __init__(self, right: str) -> None:
        super().__init__(
            en=f"you do not hold the right {right}; the security administrator gives it",
            zh=f"您没有 {right} 权限；该权限由安全管理员授予",
        )


class FoundedError(AccountRefusalError):
    """A city is founded once."""


class MixedRolesError(AccountRefusalError):
    """The three administrators are three people."""
