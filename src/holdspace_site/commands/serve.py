"""`holdspace serve`: serve the practice in the data folder."""

import argparse
import gc
import os
import ssl
import sys
from pathlib import Path
from typing import Any

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.commands.opening import bring_up_to_date, start_django, unlock
from holdspace_site.home import Home
from holdspace_site.records import master_key

PORT = 8420
HIGHEST_PORT = 65535
_MOST_PROCESSES = 4  # more would wait for each other to write
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class CannotListen(HoldspaceError):
    """The address is in use or not this machine's."""

    next_step = "Stop the other program, or choose another --port."

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Nothing can be served at {host}, port {port}.")


class CertificateUnreadable(HoldspaceError):
    """The certificate or its key is not there, is none, or the two do not match."""

    next_step = "Name two PEM files that belong together. Nothing was started."

    def __init__(self) -> None:
        super().__init__("The certificate and its key cannot be used.")


def check_certificate(certificate: str, key: str) -> None:
    """Raise CertificateUnreadable unless the two files make a TLS certificate."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            certificate, key
        )
    except OSError:
        raise CertificateUnreadable from None


class Serve:
    """Serves what the data folder holds, and starts a practice in an empty one."""

    help = "Serve the practice in the data folder (HOLDSPACE_HOME)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument(
            "--port", type=port_number, default=PORT, help="default %(default)s"
        )
        parser.add_argument("--certificate", metavar="FILE", help="TLS certificate")
        parser.add_argument("--certificate-key", metavar="FILE", help="its private key")

    def run(self, arguments: argparse.Namespace) -> int:
        """Serve until stopped."""
        home = Home.chosen()
        if bool(arguments.certificate) != bool(arguments.certificate_key):
            print(
                "holdspace serve: --certificate and --certificate-key go together.",
                file=sys.stderr,
            )
            return 2
        if arguments.certificate:
            check_certificate(arguments.certificate, arguments.certificate_key)
        if not home.exists:
            start_folder(home)
        else:
            unlock(home)
        if arguments.certificate:
            os.environ["HOLDSPACE_TLS"] = "1"
        if arguments.host not in LOOPBACK:
            hosts = os.environ.get("HOLDSPACE_HOSTS", "")
            os.environ["HOLDSPACE_HOSTS"] = f"{hosts},{arguments.host}"
        start_django(home)
        bring_up_to_date(home)
        scheme = "https" if arguments.certificate else "http"
        shown = _shown(arguments.host)
        print(
            f"Holdspace is at {scheme}://{shown}:{arguments.port}/ "
            "(stop it with Ctrl+C).",
            file=sys.stderr,
        )
        serve_site(
            arguments.host,
            arguments.port,
            certificate=arguments.certificate,
            certificate_key=arguments.certificate_key,
        )
        return 0


def start_folder(home: Home) -> None:
    """Begin a practice in an empty folder: a new master key, and a mark whose it is.

    A key that is there already is kept: it may be all that opens an older copy.
    """
    if not home.key_file.exists():
        master_key.make_key_file(home.key_file)
    unlock(home)
    home.found(demo=False, key_fingerprint=master_key.held_fingerprint())
    print(f"A new practice begins in {home.folder}.", file=sys.stderr)


def port_number(typed: str) -> int:
    """Return a port as argparse wants it read: a number from 1 to 65535."""
    try:
        port = int(typed)
    except ValueError:
        port = 0
    if not 1 <= port <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(
            f"{typed[:20]!r} is no port; give a number from 1 to {HIGHEST_PORT}."
        )
    return port


def check_free(host: str, port: int) -> None:
    """Try whether the site could be served there.

    Raises:
        CannotListen: if the port is in use, or the address is not this machine's.
    """
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            raise CannotListen(host, port) from None


def _shown(host: str) -> str:
    """Return a host as it stands in an address a person opens."""
    if host in LOOPBACK:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def serve_site(
    host: str,
    port: int,
    *,
    certificate: str | None = None,
    certificate_key: str | None = None,
) -> None:
    """Serve the site with a process a core and a few threads each until stopped.

    They share what was loaded before the first of them began.

    Raises:
        CannotListen: if the port is in use.
    """
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    check_free(host, port)
    connections.close_all()

    class Server(BaseApplication):
        def load_config(self) -> None:
            address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            values: dict[str, Any] = {
                "bind": address,
                "workers": min(_MOST_PROCESSES, os.cpu_count() or 1),
                "preload_app": True,
                "threads": 8,
                "keepalive": 30,
                "worker_class": "gthread",
                "loglevel": "error",
                "accesslog": None,
                "timeout": 120,
                "graceful_timeout": 5,
                "worker_tmp_dir": _shared_memory(),
                "certfile": certificate,
                "keyfile": certificate_key,
            }
            for name, value in values.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from holdspace_site.wsgi import application

            # What is loaded stays loaded. Looking through it for garbage again and
            # again holds up pages of a long record.
            gc.collect()
            gc.freeze()
            gc.set_threshold(50_000, 20, 20)
            return application

    Server().run()


def _shared_memory() -> str | None:
    """Return a folder in memory for the server's heartbeat, None if there is none."""
    folder = Path("/dev/shm")  # noqa: S108 - nothing but a heartbeat is kept there
    return str(folder) if os.access(folder, os.W_OK) else None


serve = Serve()
