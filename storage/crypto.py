"""Keys of an encrypted database: the key file, and sub-keys for other purposes.

The whole file is encrypted by SQLCipher with a random 32-byte key; nothing here logs a key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from storage.errors import StorageFault
from storage.locations import private_folder

KEY_BYTES = 32
_HEADER = "fivefold-key-1"

# The demo is plain: this stands in for a key where only a blind index needs one.
DEMO_KEY = hashlib.sha256(b"fivefold demo: no secret").digest()


def make_key(path: Path) -> bytes:
    """Writes a new random key to `path`, mode 0600; never overwrites one."""
    private_folder(path.parent)
    key = secrets.token_bytes(KEY_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise StorageFault("fault.key_exists", path=str(path)) from error
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(f"{_HEADER} {key.hex()}\n")
        stream.flush()
        os.fsync(stream.fileno())
    return key


def read_key(path: Path) -> bytes:
    """The key of `path`; `fault.key_missing` or `fault.key_damaged` where there is none."""
    try:
        text = path.read_text("ascii")
    except FileNotFoundError as error:
        raise StorageFault("fault.key_missing", path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StorageFault("fault.key_damaged", path=str(path)) from error
    header, _, digits = text.strip().partition(" ")
    try:
        key = bytes.fromhex(digits)
    except ValueError as error:
        raise StorageFault("fault.key_damaged", path=str(path)) from error
    if header != _HEADER or len(key) != KEY_BYTES:
        raise StorageFault("fault.key_damaged", path=str(path))
    return key


def sub_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose (HKDF-SHA-256, one block)."""
    extracted = hmac.new(b"fivefold", key, hashlib.sha256).digest()
    return hmac.new(extracted, purpose.encode() + b"\x01", hashlib.sha256).digest()
