"""Who a child runs as, and that it never outlives us.

PostgreSQL refuses to run as root. Then the cluster gets an existing user without rights, where that user can reach the
files; else a user namespace in which root is an ordinary user.
"""

import ctypes
import os
import pwd
import signal
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontdoor.embedded.kept import Refusal

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_ORDINARY = 1000
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """A user to become (`uid`), or ourselves, either as we are or as an ordinary user of a `namespace`."""

    uid: int | None = None
    gid: int | None = None
    namespace: bool = False

    def arguments(self) -> dict[str, Any]:
        """What subprocess.Popen needs to become this identity."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, folder: Path) -> None:
        """Hand `folder` over to this identity."""
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)

    def before_exec(self, farewell: signal.Signals) -> Callable[[], None]:
        """What the forked child does before it becomes the program: it dies by `farewell` when we die."""
        parent = os.getpid()

        def prepare() -> None:
            if self.namespace:
                _leave_root()
            if sys.platform == "linux":
                _libc.prctl(_PR_SET_PDEATHSIG, farewell, 0, 0, 0)
                if os.getppid() != parent:
                    os._exit(1)

        return prepare


OURSELVES = Identity()


def for_cluster(home: Path, programs: Path) -> Identity:
    """Who runs the cluster at `home` with the binaries in `programs`: its owner, once it has one.

    Raises Refusal when the files belong to somebody else.
    """
    if os.geteuid() != 0:
        if home.exists() and home.stat().st_uid != os.geteuid():
            raise Refusal(f"{home} belongs to another user. Run as that user or set FRONTDOOR_VAR.")
        return OURSELVES
    if home.exists():
        owner = home.stat()
        return Identity(namespace=True) if owner.st_uid == 0 else Identity(owner.st_uid, owner.st_gid)
    if _open_to_all(home.parent) and _open_to_all(programs):
        user = _unprivileged()
        return Identity(user.pw_uid, user.pw_gid)
    return Identity(namespace=True)


def _open_to_all(folder: Path) -> bool:
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents))


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _leave_root() -> None:
    if _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{_ORDINARY} 0 1"), ("gid_map", f"{_ORDINARY} 0 1")):
        Path(f"/proc/self/{name}").write_text(text)
