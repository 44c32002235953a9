"""The master key: from a file, with or without a passphrase; all other keys hang on it.

The file holds the key itself, the key wrapped under a passphrase, or the printed groups
as somebody typed them from paper. From the key come, by HKDF-SHA256, one key per
purpose: opening the database files, wrapping the agency's key, signing the access log,
sealing backups, and the site's cookies.
"""

import base64
import hashlib
import hmac
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.home import Home, write_whole

KEY_BYTES = 32

# Argon2id: RFC 9106's second recommended setting (64 MiB, 3 passes, 4 lanes).
_ARGON2 = {"iterations": 3, "lanes": 4, "memory_cost": 64 * 1024}


class KeyMissing(HoldspaceError):
    """The practice is there but its master key is not."""

    next_step = (
        "Put the copy of the key back there, or name its place in HOLDSPACE_KEY_FILE."
    )

    def __init__(self, file: Path) -> None:
        super().__init__(f"The master key is not at {file}.")


class KeyUnreadable(HoldspaceError):
    """The key file is there but is no key file, or a damaged one."""

    next_step = "Put the copy of the key back in its place. Nothing was changed."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is not a Holdspace key file, or is damaged.")


class WrongKey(HoldspaceError):
    """The key opens something, but not this practice."""

    next_step = "Use the key that was made with this practice. Nothing was changed."

    def __init__(self) -> None:
        super().__init__("This key does not belong to this practice.")


class WrongPassphrase(HoldspaceError):
    """The passphrase does not open the key file."""

    next_step = "Try again; capitals and spaces count. Nothing was changed."

    def __init__(self) -> None:
        super().__init__("This passphrase does not open the key.")


class PassphraseNeeded(HoldspaceError):
    """The key file asks for a passphrase and nobody is there to type it."""

    next_step = (
        "Run the command in a terminal, or name a file that holds the passphrase in "
        "HOLDSPACE_PASSPHRASE_FILE."
    )

    def __init__(self) -> None:
        super().__init__("The master key is locked with a passphrase.")


class KeyTextWrong(HoldspaceError):
    """What was typed from a printed key is not that key."""

    next_step = "Compare each group with the paper. Nothing was changed."

    def __init__(self, file: Path | None = None) -> None:
        what = f"What is typed in {file}" if file else "This"
        super().__init__(f"{what} is not a whole key: a letter is missing or mistyped.")


class Locked(HoldspaceError):
    """Something needed the master key before it was read."""

    next_step = "Start Holdspace through its own command, which reads the key first."

    def __init__(self) -> None:
        super().__init__("The practice is locked.")


# A printed key: RFC 4648 base 32 put into Crockford's letters, and back as people type.
_BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ON_PAPER = str.maketrans(_BASE_32, _CROCKFORD)
_OFF_PAPER = str.maketrans(_CROCKFORD + "OIL", _BASE_32 + "ABB") | {ord("U"): "?"}

# A printed key is 56 letters; a text about as long is one with slips in it.
_TYPED_LENGTHS = range(40, 73)

_master: bytes | None = None


def make_key_file(file: Path, passphrase: str | None = None) -> bytes:
    """Make a new random master key, keep it in `file`, and return it."""
    key = os.urandom(KEY_BYTES)
    keep_key(file, key, passphrase)
    return key


def keep_key(file: Path, key: bytes, passphrase: str | None) -> None:
    """Write `key` to `file`, wrapped when there is a passphrase."""
    if passphrase is None:
        held: dict[str, object] = {"key": _text(key)}
    else:
        salt, nonce = os.urandom(16), os.urandom(12)
        wrapped = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, key, b"holdspace")
        held = {"salt": _text(salt), "nonce": _text(nonce), "wrapped": _text(wrapped)}
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, json.dumps({"holdspace_key": 1, **held}).encode())


def needs_passphrase(file: Path) -> bool:
    """Return whether the key in `file` is wrapped under a passphrase."""
    return "wrapped" in _held(file)


def read_key(file: Path, passphrase: str | None = None) -> bytes:
    """Return the master key `file` holds, also as groups typed from paper.

    Raises:
        KeyMissing, KeyUnreadable, KeyTextWrong, PassphraseNeeded, WrongPassphrase.
    """
    held = _held(file)
    try:
        if "wrapped" not in held:
            return _checked(base64.b64decode(held["key"], validate=True), file)
        if passphrase is None:
            raise PassphraseNeeded
        stretched = _stretched(passphrase, base64.b64decode(held["salt"]))
        nonce, wrapped = (base64.b64decode(held[k]) for k in ("nonce", "wrapped"))
        return AESGCM(stretched).decrypt(nonce, wrapped, b"holdspace")
    except InvalidTag:
        raise WrongPassphrase from None
    except (KeyError, ValueError, TypeError):
        raise KeyUnreadable(file) from None


def unlock(home: Home, passphrase: str | None = None) -> None:
    """Read the practice's master key and hold it for this process.

    Raises:
        WrongKey: if the key is another practice's; and what `read_key` raises.
    """
    key = read_key(home.key_file, passphrase)
    if home.exists and home.key_fingerprint != fingerprint(key):
        raise WrongKey
    hold(key)


def hold(key: bytes) -> None:
    """Use `key` as this process's master key."""
    global _master  # one process serves one practice
    _master = key


def subkey(purpose: str) -> bytes:
    """Return the 32-byte key for one purpose, derived from the master key (RFC 5869).

    Raises:
        Locked: if no master key was read yet.
    """
    if _master is None:
        raise Locked
    return derive(_master, purpose)


def held_fingerprint() -> str:
    """Return what the key held by this process is known by.

    Raises:
        Locked: if no master key was read yet.
    """
    if _master is None:
        raise Locked
    return fingerprint(_master)


def derive(key: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for `purpose` from `key` by HKDF-SHA256 (RFC 5869)."""
    return HKDF(
        algorithm=hashes.SHA256(),
        length=KEY_BYTES,
        salt=None,
        info=f"holdspace|{purpose}".encode(),
    ).derive(key)


def fingerprint(key: bytes) -> str:
    """Return what a key is known by: 16 hexadecimal digits that do not give it away."""
    return hashlib.sha256(derive(key, "fingerprint")).hexdigest()[:16]


def key_text(key: bytes) -> str:
    """Return a key to print: 14 groups of 4 letters and digits, the last as a check.

    Crockford's base 32: no letter in it can be taken for another or for a digit.
    """
    checked = base64.b32encode(key + _check_of(key)).decode().translate(_ON_PAPER)
    return " ".join(checked[i : i + 4] for i in range(0, len(checked), 4))


def key_from_text(text: str) -> bytes:
    """Return the key that was printed; capitals, spaces and dashes do not matter.

    Raises:
        KeyTextWrong: if a character is missing or mistyped.
    """
    typed = "".join(text.split()).replace("-", "").upper()
    try:
        raw = base64.b32decode(typed.translate(_OFF_PAPER))
    except ValueError:
        raise KeyTextWrong from None
    key, check = raw[:KEY_BYTES], raw[KEY_BYTES:]
    if len(key) != KEY_BYTES or not hmac.compare_digest(check, _check_of(key)):
        raise KeyTextWrong
    return key


def _check_of(key: bytes) -> bytes:
    return hashlib.sha256(b"holdspace|printed key|" + key).digest()[:3]


def _held(file: Path) -> dict[str, str]:
    try:
        read = file.read_bytes()
        if typed := _typed_in(read):
            return {"key": _text(key_from_text(typed))}
        held = json.loads(read)
    except FileNotFoundError:
        raise KeyMissing(file) from None
    except KeyTextWrong:
        raise KeyTextWrong(file) from None
    except (ValueError, OSError):
        raise KeyUnreadable(file) from None
    if not isinstance(held, dict) or held.get("holdspace_key") != 1:
        raise KeyUnreadable(file)
    return held


def _typed_in(read: bytes) -> str:
    """Return the text of a file that may be a key typed from paper, else nothing."""
    text = read.decode("utf-8-sig").strip()
    words = text.replace("-", " ").split()
    return text if len("".join(words)) in _TYPED_LENGTHS and text[0] != "{" else ""


def _checked(key: bytes, file: Path) -> bytes:
    if len(key) != KEY_BYTES:
        raise KeyUnreadable(file)
    return key


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Argon2id(salt=salt, length=KEY_BYTES, **_ARGON2).derive(passphrase.encode())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
