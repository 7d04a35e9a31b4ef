# SPDX-License-Identifier: MIT
"""Sign and check a file with OpenSSH's `ssh-keygen -Y` (PROTOCOL.sshsig), so that no other program is needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from leaflets.core.problems import ExitCode, MissingProgram, Problem, ProblemsFound

NAMESPACE = "leaflets"
"""The namespace: a signature made for another purpose, such as a git commit, is not accepted."""
SECONDS = 60


def sign(data: bytes, key: Path) -> bytes:
    """Return a signature of the data by the private key in that file; ProblemsFound if the key cannot be used."""
    done = _run(["-Y", "sign", "-n", NAMESPACE, "-f", str(key)], data)
    if done.returncode:
        message = f"the key could not be used to sign: {_last_line(done.stderr)}."
        hint = "use a private key made by `ssh-keygen -t ed25519`; load a key with a passphrase with `ssh-add` first."
        raise ProblemsFound([Problem("signature-key", message, file=str(key), hint=hint)], exit_code=ExitCode.USAGE)
    return done.stdout


def find_signer(data: bytes, signature: bytes, signers: Path) -> str:
    """Return who signed the data, as named in `signers`, an ssh-keygen file; empty if none of them did."""
    with tempfile.NamedTemporaryFile(suffix=".sig") as file:
        file.write(signature)
        file.flush()
        found = _run(["-Y", "find-principals", "-s", file.name, "-f", str(signers)], b"")
        for name in found.stdout.decode("utf-8", "replace").splitlines() if not found.returncode else ():
            checked = _run(
                ["-Y", "verify", "-n", NAMESPACE, "-s", file.name, "-f", str(signers), "-I", name.strip()], data
            )
            if not checked.returncode:
                return name.strip()
    return ""


def _run(words: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if not program:
        raise MissingProgram("ssh-keygen", "sudo apt-get install openssh-client")
    # In a new session there is no terminal on which it could ask for a passphrase.
    environment = os.environ | {"SSH_ASKPASS_REQUIRE": "never"}
    return subprocess.run(
        [program, *words],
        input=data,
        capture_output=True,
        check=False,
        timeout=SECONDS,
        env=environment,
        start_new_session=True,
    )


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].strip().rstrip(".") if lines else "ssh-keygen does not say why"
