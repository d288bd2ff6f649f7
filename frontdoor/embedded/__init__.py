"""The one-command default: everything on this machine, kept under var/. Knows nothing of the domain."""

WHO_CAN_SIGN_IN = "Who can sign in:"
"""The line before those names, in the log of what makes the system ready."""
