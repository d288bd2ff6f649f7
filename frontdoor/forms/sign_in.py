"""allauth's forms in the GOV.UK style and in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm

from frontdoor.core.forms import GovukForm

NEW_PASSWORD = "At least 12 characters. Three words that only you would put together are good."  # noqa: S105


class InOurWords(GovukForm):
    """Gives the library's fields our labels and hints, by name, and takes its placeholders away."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.error_messages["required"] = f"Enter your {str(field.label).lower()}"


class SignInForm(InOurWords, account.LoginForm):
    labels = {"login": "E-mail address", "password": "Password"}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    labels = {"oldpassword": "Present password", "password1": "New password", "password2": "New password again"}
    hints = {"password1": NEW_PASSWORD}


class ForgottenPasswordForm(InOurWords, account.ResetPasswordForm):
    labels = {"email": "E-mail address"}


class NewPasswordForm(InOurWords, account.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": NEW_PASSWORD}


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": "Password"}


class CodeForm(InOurWords, mfa.AuthenticateForm):
    labels = {"code": "Code"}
    hints = {"code": "Six numbers from your authenticator app, or one of your recovery codes."}


class ConfirmCodeForm(InOurWords, mfa.ReauthenticateForm):
    labels = {"code": "Code"}
    hints = {"code": "Six numbers from your authenticator app, or one of your recovery codes."}


class StartCodesForm(InOurWords, ActivateTOTPForm):
    labels = {"code": "Code"}
    hints = {"code": "The six numbers that the app shows now."}


class StopCodesForm(InOurWords, DeactivateTOTPForm):
    pass


class RecoveryCodesForm(InOurWords, GenerateRecoveryCodesForm):
    pass


class SecurityKeyForm(InOurWords, AddWebAuthnForm):
    labels = {"name": "Name of this key"}
    hints = {"name": "So that you know it again, such as: blue key on my key ring."}
