"""The one-command default: everything on this machine, kept under var/. Knows nothing of the domain."""
