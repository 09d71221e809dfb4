"""Settings: read once from the environment, then frozen and handed around."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "studyapp"


class Settings(BaseSettings):
    """What can be set from outside, each field as `STUDYAPP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="STUDYAPP_", frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=_default_data_dir)
    database_url: str = ""
    secret_key: str = ""
    accounts: Literal["off", "on"] = "off"
    sign_up: Literal["open", "closed"] = "closed"
    # The names by which a server with accounts is reached, divided by commas.
    hosts: str = ""
    # How many proxies stand before the server; only then what they say of a request is believed.
    proxies: int = Field(default=0, ge=0, le=8)
    max_upload_mb: int = Field(default=10, ge=1, le=1024)
    # Decks with pictures and sounds are larger than documents.
    max_import_mb: int = Field(default=200, ge=1, le=2048)
    log_level: str = "info"

    @property
    def url(self) -> str:
        """Return the address of the database: the one set, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'studyapp.db'}"

    @property
    def has_accounts(self) -> bool:
        """Say whether learners sign in."""
        return self.accounts == "on"

    @property
    def host_names(self) -> frozenset[str]:
        """Return the names that were given to the server, in lower case."""
        return frozenset(name.strip().lower() for name in self.hosts.split(",") if name.strip())

    @property
    def media_dir(self) -> Path:
        """Return the folder of pictures, sound and originals, each under its SHA-256."""
        return self.data_dir / "media"

    @property
    def is_sqlite(self) -> bool:
        """Say whether the database is a SQLite file."""
        return self.url.startswith("sqlite")

    @property
    def sqlite_file(self) -> Path | None:
        """Return the path of the SQLite file, if that is the database."""
        return Path(self.url.removeprefix("sqlite:///")) if self.is_sqlite else None

    @property
    def max_upload_bytes(self) -> int:
        """Return the greatest size of one request, in bytes."""
        return self.max_upload_mb * 1024 * 1024

    @property
    def max_import_bytes(self) -> int:
        """Return how large a bank file may be."""
        return self.max_import_mb * 1024 * 1024


def prepare_data_dir(settings: Settings) -> None:
    """Make the data folder, readable by its owner alone."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def secret_key(settings: Settings) -> str:
    """Return the key that signs cookies; one is made and kept at the first start."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret_key"
    prepare_data_dir(settings)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()
