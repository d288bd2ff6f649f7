"""The invented authority on one machine."""

from frontdoor.config.settings.base import *  # noqa: F403
