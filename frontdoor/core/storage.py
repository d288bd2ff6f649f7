"""Files on disk that outlive a power cut: what is acknowledged has left the memory of the machine."""

import os
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """As Django's; a file and its place in the folder are on the disk before its row is written."""

    def _save(self, name: str, content: Any) -> str:
        stored = super()._save(name, content)
        path = self.path(stored)
        for place in (path, os.path.dirname(path)):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return stored
