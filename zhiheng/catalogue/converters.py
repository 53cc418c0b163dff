"""Parts of the catalogue's addresses."""


class CodeConverter:
    """A power's id: letters, digits, dots, hyphens and underscores."""

    regex = r"[A-Za-z0-9._\-]{1,120}"

    def to_python(self, value: str) -> str:
        """The id as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The id as it stands in the address."""
        return value
