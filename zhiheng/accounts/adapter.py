"""What the login library may do here: nobody signs himself up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from zhiheng.units import sealing


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts are opened by the system administrator."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """The keys of one-time codes lie sealed in the database."""

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return sealing.seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it was given."""
        return sealing.unseal(encrypted_text.encode()).decode()
