"""One server for a data folder: a lock that ends with its holder, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from studyapp.errors import LockedError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NAME = "serve.lock"


def acquire(data_dir: Path, holder: str) -> IO[str]:
    """Take the lock of *data_dir* and keep it while the returned file is open.

    Children that inherit the file keep the lock too, so that no second server starts beside the
    orphans of a killed one. Raises LockedError naming the holder.
    """
    file = (data_dir / NAME).open("a+", encoding="utf-8")
    try:
        _lock(file)
    except OSError:
        file.seek(0)
        first = file.read().strip() or "another process"
        file.close()
        raise LockedError(
            f"{data_dir} is in use by {first}. Stop it first, or set STUDYAPP_DATA_DIR."
        ) from None
    file.truncate(0)
    file.write(f"{holder} (process {os.getpid()})")
    file.flush()
    return file


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
