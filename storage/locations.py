"""Where files lie: the only reader of path variables. Creates nothing by being imported."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs


@dataclass(frozen=True, slots=True)
class Locations:
    """Folders of one user, and the database they lead to."""

    data: Path
    config: Path
    cache: Path
    log: Path
    database: Path
    credentials: Path | None = None  # what the service manager handed over, read-only

    @property
    def config_file(self) -> Path:
        """The file of interface choices."""
        return self.config / "config.toml"

    @property
    def log_file(self) -> Path:
        """The log of errors; never the terminal."""
        return self.log / "fivefold.log"

    @property
    def demo_database(self) -> Path:
        """The throw-away copy of the demo data."""
        return self.cache / "demo" / "demo.db"

    @property
    def team_demo_database(self) -> Path:
        """The same as a team sees it."""
        return self.cache / "demo" / "team.db"

    def demo(self, *, team: bool) -> Path:
        """The one of these that is meant."""
        return self.team_demo_database if team else self.demo_database

    def key_file(self, database: Path) -> Path:
        """Key of a database: in the config folder, never beside the data or its backups."""
        if database == self.data / "fivefold.db":
            return self.config / "fivefold.key"
        name = f"{database.stem}-{_fingerprint(str(database.absolute()))}.key"
        return self.config / "keys" / name


def _fingerprint(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def find(database: str | Path | None = None, environ: Mapping[str, str] = os.environ) -> Locations:
    """Folders of this user: `--db`, else FIVEFOLD_DB, else the platform's data folder.

    FIVEFOLD_HOME puts all folders below one place, for tests and portable use.
    """
    home = environ.get("FIVEFOLD_HOME")
    if home:
        base = Path(home).expanduser()
        data, config, cache, log = base / "data", base / "config", base / "cache", base / "log"
    else:
        dirs = PlatformDirs("fivefold", appauthor=False)
        data, config = dirs.user_data_path, dirs.user_config_path
        cache, log = dirs.user_cache_path, dirs.user_log_path
    chosen = database or environ.get("FIVEFOLD_DB") or data / "fivefold.db"
    handed = environ.get("CREDENTIALS_DIRECTORY")
    credentials = Path(handed) if handed else None
    return Locations(data, config, cache, log, Path(chosen).expanduser(), credentials)


def private_folder(path: Path) -> Path:
    """Makes a folder that only its owner can enter, and returns it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
