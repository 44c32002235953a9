"""Seals words so that only the right key, row and column open them again."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from holdspace.vocabulary.errors import HoldspaceError

VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBroken(HoldspaceError):
    """Sealed words were changed, moved to another row, or sealed with another key."""

    next_step = "Restore the practice from a backup: holdspace restore FILE."

    def __init__(self, place: str) -> None:
        super().__init__(f"Sealed words at {place} cannot be opened.")


def seal(words: str, *, key: bytes, place: str) -> bytes:
    """Return `words` as version, nonce and AES-256-GCM text bound to `place`."""
    nonce = os.urandom(_NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, words.encode(), _bound(place))


def unseal(sealed: bytes, *, key: bytes, place: str) -> str:
    """Return the words sealed for `place`.

    Raises:
        SealBroken: if a bit changed, the place is another, or the key is.
    """
    sealed = bytes(sealed)
    nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] != VERSION:
            raise SealBroken(place)
        return AESGCM(key).decrypt(nonce, text, _bound(place)).decode()
    except (InvalidTag, ValueError):
        raise SealBroken(place) from None


def _bound(place: str) -> bytes:
    return VERSION + place.encode()
