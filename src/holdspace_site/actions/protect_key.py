"""Look after the master key: a passphrase, and a copy on paper."""

from holdspace_site.home import Home
from holdspace_site.records import master_key


def is_protected(home: Home) -> bool:
    """Return whether starting this practice asks for a passphrase."""
    return master_key.needs_passphrase(home.key_file)


def protect_key(home: Home, passphrase: str) -> None:
    """Wrap the practice's key under a passphrase, asked from the next start on.

    Raises:
        KeyMissing, KeyUnreadable, PassphraseNeeded: if there is no open key to wrap.
    """
    key = master_key.read_key(home.key_file)
    master_key.keep_key(home.key_file, key, passphrase)


def key_on_paper(home: Home) -> str:
    """Return the practice's key in groups to print or copy by hand.

    Raises:
        PassphraseNeeded: if the key is protected; copy its file instead.
        KeyMissing, KeyUnreadable.
    """
    return master_key.key_text(master_key.read_key(home.key_file))
