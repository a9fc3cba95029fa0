"""No key, password or token lies in the repository, and none can get in by mistake."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SECRETS = {
    "private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "token of GitHub": re.compile(rb"\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{40,}"),
    "token of GitLab": re.compile(rb"\bglpat-[A-Za-z0-9_-]{20,}"),
    "key of AWS": re.compile(rb"\b(AKIA|ASIA)[A-Z0-9]{16}\b"),
    "key of Azure": re.compile(rb"AccountKey=[A-Za-z0-9+/=]{40,}"),
    "key of a service": re.compile(rb"\b(sk|xox[abpr]|AIza)[-_][A-Za-z0-9_-]{24,}"),
    "signed token": re.compile(rb"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\."),
    "address with a password": re.compile(rb"[a-z]+://[^/\s:@{}<>\"']+:[^/\s:@{}<>\"']+@[a-z0-9]"),
    "a secret that is filled in": re.compile(
        rb"(?i)\b(client_secret|cookie_?secret|api_?key|password|wachtwoord|geheim|access_token)"
        rb"[\"']?\s*[=:]\s*[\"'][A-Za-z0-9+/_-]{16,}[\"']"
    ),
}
#: Files of others, as they were published.
VENDORED = ("vendor/",)


def offered() -> list[Path]:
    """Return all files that are tracked, or would be by the next `git add`."""
    if shutil.which("git") is None or not (REPOSITORY / ".git").exists():
        pytest.skip("no git here, or this is no clone")
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip
    paths = [REPOSITORY / name for name in told.split("\0") if name]
    return [path for path in paths if path.is_file()]


def secrets_in(content: bytes) -> list[str]:
    return [kind for kind, pattern in SECRETS.items() if pattern.search(content)]


def test_no_file_of_the_repository_holds_a_secret() -> None:
    files = offered()
    assert len(files) > 300
    found = {
        str(path.relative_to(REPOSITORY)): kinds
        for path in files
        if not any(part in path.as_posix() for part in VENDORED)
        and path != Path(__file__)
        and (kinds := secrets_in(path.read_bytes()))
    }
    # Tests of the login have made-up ones, that say so.
    assert {path: kinds for path, kinds in found.items() if not path.startswith("tests/")} == {}
    assert all(kinds == ["a secret that is filled in"] for kinds in found.values()), found


def test_files_with_secrets_and_with_what_was_published_are_not_taken_in() -> None:
    for name in (".streamlit/secrets.toml", ".hotspots/layers/x/catalogue.json", ".env"):
        path = REPOSITORY / name
        told = subprocess.run(
            ["git", "check-ignore", "-q", str(path)], cwd=REPOSITORY, check=False
        )  # fmt: skip
        assert told.returncode == 0, f"{name} is not in .gitignore"


@pytest.mark.parametrize(
    "content",
    [b"-----BEGIN RSA PRIVATE KEY-----", b"https://jan:welkom01@intern.example",
     b'client_secret = "' + b"a1" * 12 + b'"', b"ghp_" + b"a1" * 18],
)  # fmt: skip
def test_the_test_of_secrets_sees_one(content: bytes) -> None:
    assert secrets_in(content)
