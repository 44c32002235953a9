"""A practice that is no demo: links and PINs as they are for real people."""

import base64
import datetime
import hashlib
import json
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from .served import COMMAND, PATIENCE_SECONDS, ServedPractice, environment

PASSWORD = "a kettle on the third shelf"

_IN_THE_PRACTICE = """
import json, sys
from holdspace_site.commands.opening import start_django, unlock
from holdspace_site.home import Home

home = Home.chosen()
unlock(home)
start_django(home)
from django.utils import timezone
from holdspace_site.actions.sign_in_link import invite_client
from holdspace_site.records.models import Agency, Person

Agency.objects.update(is_demo=False)
worker = Person.objects.get(role="worker")
worker.set_password(sys.argv[1])
worker.save()
secret = invite_client(int(sys.argv[2]), by=worker, now=timezone.now())
print(json.dumps({"invitation": f"/sign-in/{secret}/", "worker": worker.sign_in_name}))
"""


def put_in_use(folder: Path, client: int) -> dict[str, str]:
    """Make a real practice of a copy of the demo, and invite one client.

    Returns the path of the invitation and the worker's sign-in name, who has PASSWORD.
    """
    done = subprocess.run(
        [sys.executable, "-c", _IN_THE_PRACTICE, PASSWORD, str(client)],
        env=environment(folder),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class ServedUnderTls(ServedPractice):
    """A practice served with a certificate made for the purpose.

    Chromium takes it, service workers included, when it is launched with
    `trusting(certificate)`. `ignore_https_errors` of a context is not enough: a service
    worker's script is fetched outside the context.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.address = self.address.replace("http://", "https://")
        self.certificate, self.trusting = _certificate(folder.parent)

    def start(self) -> None:
        certificate, key = self.certificate
        with open(self.folder.parent / f"{self.folder.name}.log", "ab") as log:
            self._server = subprocess.Popen(
                [
                    *(COMMAND, "serve", "--port", str(self.port)),
                    *("--certificate", certificate, "--certificate-key", key),
                ],
                env=environment(self.folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            assert self._server.poll() is None
            if self._is_well():
                return
            time.sleep(0.05)
        raise RuntimeError("The practice is not served under TLS.")

    def _is_well(self) -> bool:
        trusted = ssl.create_default_context(cafile=self.certificate[0])
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=trusted),
        )
        try:
            with opener.open(f"{self.address}/healthz", timeout=5) as answer:
                return json.load(answer) == {"status": "ok"}
        except OSError:
            return False


def _certificate(folder: Path) -> tuple[tuple[Path, Path], str]:
    """Make a certificate for localhost; return its files and the flag to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "certificate-key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    digest = base64.b64encode(hashlib.sha256(public).digest()).decode()
    return files, f"--ignore-certificate-errors-spki-list={digest}"
