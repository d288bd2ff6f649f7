"""The pages of the sign-in library that we use, one by one: what is not listed here cannot be reached."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as outside
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path, re_path

from frontdoor.views import security

# The library returns to its own names after a change; the page of ours that shows the change answers to them.
SHOWS_THE_SECOND_FACTOR = ("security", "mfa_index", "mfa_list_webauthn")

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    *(path("security/", security.security, name=name) for name in SHOWS_THE_SECOND_FACTOR),
    path("security/sessions/<int:session_id>/end/", security.end_session, name="end_session"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("code/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/app/stop/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("security/keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("security/keys/confirm/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("security/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("work/cancelled/", outside.login_cancelled, name="socialaccount_login_cancelled"),
    path("work/error/", outside.login_error, name="socialaccount_login_error"),
    path("work/unknown/", outside.signup, name="socialaccount_signup"),
    path("work/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path("work/<str:provider_id>/callback/", openid.callback, name="openid_connect_callback"),
]
