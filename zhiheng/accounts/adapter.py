"""What the login library may do here: nobody signs himself up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts are opened by the system administrator."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False
