"""Keys of an encrypted database: the key file, its passphrase, and sub-keys for other purposes.

The whole file is encrypted by SQLCipher with a random 32-byte key; nothing here logs a key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Callable
from pathlib import Path

from storage.errors import StorageFault
from storage.locations import private_folder

KEY_BYTES = 32
_PLAIN = "fivefold-key-1"
_WRAPPED = "fivefold-key-2"
_CREDENTIAL = "fivefold.key"
# Argon2id: passes, KiB, lanes. About 0.1 s and 64 MiB for one guess (design: reliability 3).
_COST = (3, 65_536, 4)
Ask = Callable[[], str]  # a passphrase, from whoever is at the keyboard


class Key(bytes):
    """The key of a file. `data` is the one that seals, chain and indexes are made under.

    Both are the same until the file gets another key: values sealed before still open, and
    numbers are still found.
    """

    data: bytes

    def __new__(cls, file: bytes, data: bytes | None = None) -> Key:
        """A key, with the one below values and chain where that is another."""
        made = super().__new__(cls, file)
        made.data = bytes(file) if data is None else data
        return made

    @property
    def name(self) -> str:
        """By which it is told from others; says nothing about it."""
        return hmac.digest(self, b"fivefold key name", "sha256").hex()[:12]


# The demo is plain: this stands in for a key where only a blind index needs one.
DEMO_KEY = Key(hashlib.sha256(b"fivefold demo: no secret").digest())


def make_key(path: Path) -> Key:
    """Writes a new random key to `path`, mode 0600; never overwrites one."""
    private_folder(path.parent)
    key = Key(secrets.token_bytes(KEY_BYTES))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise StorageFault("fault.key_exists", path=str(path)) from error
    _write(handle, _plain(key))
    return key


def find_key(path: Path, credentials: Path | None, ask: Ask | None = None) -> Key:
    """The key of a database from the first source that has it (requirements 11.2).

    The key file; a credential of the service manager; the passphrase of a protected key file.
    StorageFault: `fault.key_missing`, `fault.key_damaged`, `fault.passphrase_needed` where nobody
    can be asked, `fault.passphrase_wrong`.
    """
    handed = credentials / _CREDENTIAL if credentials is not None else None
    if handed is not None and handed.exists() and (not path.exists() or is_protected(path)):
        return read_key(handed)
    return read_key(path, ask)


def read_key(path: Path, ask: Ask | None = None) -> Key:
    """The key in a file; `find_key` names what can be wrong."""
    header, *parts = _text(path).split()
    try:
        if header == _WRAPPED:
            return _unwrapped(parts, path, ask)
        keys = [bytes.fromhex(part) for part in parts]
    except ValueError as error:
        raise StorageFault("fault.key_damaged", path=str(path)) from error
    if header != _PLAIN or len(keys) not in (1, 2) or any(len(k) != KEY_BYTES for k in keys):
        raise StorageFault("fault.key_damaged", path=str(path))
    return Key(*keys)


def is_protected(path: Path) -> bool:
    """Does the key file open with a passphrase alone."""
    return _text(path).startswith(_WRAPPED)


def write_key(path: Path, key: Key, passphrase: str = "") -> None:
    """Puts a key in its file in one step, under a passphrase where one is given.

    The key itself stays: a changed passphrase costs nothing but this file.
    """
    private_folder(path.parent)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    _write(handle, _wrapped(key, passphrase) if passphrase else _plain(key))
    fresh.replace(path)


def _text(path: Path) -> str:
    try:
        text = path.read_text("ascii")
    except FileNotFoundError as error:
        raise StorageFault("fault.key_missing", path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StorageFault("fault.key_damaged", path=str(path)) from error
    if not text.strip():
        raise StorageFault("fault.key_damaged", path=str(path))
    return text.strip()


def _write(handle: int, text: str) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _plain(key: Key) -> str:
    parts = [_PLAIN, key.hex()]
    return " ".join(parts if key.data == key else [*parts, key.data.hex()])


def _wrapped(key: Key, passphrase: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    head = [_WRAPPED, "argon2id", *map(str, _COST), salt.hex()]
    outer = _stretched(passphrase, salt, _COST)
    closed = nonce + AESGCM(outer).encrypt(nonce, key + key.data, " ".join(head).encode())
    return " ".join([*head, base64.b64encode(closed).decode("ascii")])


def _unwrapped(parts: list[str], path: Path, ask: Ask | None) -> Key:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kind, passes, memory, lanes, salt, closed = parts  # ValueError where it is cut off
    if kind != "argon2id":
        raise ValueError(kind)
    if ask is None:
        raise StorageFault("fault.passphrase_needed", path=str(path))
    cost = (int(passes), int(memory), int(lanes))
    outer = _stretched(ask(), bytes.fromhex(salt), cost)
    sealed = base64.b64decode(closed, validate=True)
    head = " ".join([_WRAPPED, *parts[:5]]).encode()
    try:
        both = AESGCM(outer).decrypt(sealed[:12], sealed[12:], head)
    except InvalidTag as error:
        raise StorageFault("fault.passphrase_wrong", path=str(path)) from error
    return Key(both[:KEY_BYTES], both[KEY_BYTES:])


def _stretched(passphrase: str, salt: bytes, cost: tuple[int, int, int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    passes, memory, lanes = cost
    text = unicodedata.normalize("NFKC", passphrase).encode()
    made = Argon2id(salt=salt, length=KEY_BYTES, iterations=passes, lanes=lanes, memory_cost=memory)
    return made.derive(text)


def sub_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose (HKDF-SHA-256, one block); of a `Key`, below its data."""
    base = key.data if isinstance(key, Key) else key
    extracted = hmac.new(b"fivefold", base, hashlib.sha256).digest()
    return hmac.new(extracted, purpose.encode() + b"\x01", hashlib.sha256).digest()
