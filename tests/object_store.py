"""A real S3 server (that of moto) in a process of its own, for as long as tests need it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import boto3

from hotspots.catalog.storage import Bucket
from ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the tests log in with; no sentence, log or file may have the second in it.
KEY: Final = "AKIAPROEFPROEF"
SECRET: Final = "geheim-dat-nergens-mag-staan"  # noqa: S105 - of a server that forgets
ENVIRONMENT: Final = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
NAME: Final = "veiligheid"
#: seconds; a busy machine takes long to start a server.
PATIENCE_S: Final = 120.0


@contextmanager
def object_store(**environment: str) -> Iterator[str]:
    """Give the address of a server with one bucket."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env={**os.environ, **ENVIRONMENT, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def wait_for(port: int) -> None:
    """Wait until a server listens."""
    last = time.monotonic() + PATIENCE_S
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1.0):
                return
        except OSError:
            assert time.monotonic() < last
            time.sleep(0.1)


class Objects:
    """What lies in the bucket of a server, looked at past the tool."""

    def __init__(self, endpoint: str, prefix: str) -> None:
        self.bucket = Bucket(NAME, prefix, endpoint, "eu-west-1")
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="eu-west-1",
        )

    def make_bucket(self) -> None:
        """Make the bucket."""
        place = {"LocationConstraint": "eu-west-1"}
        self.client.create_bucket(Bucket=NAME, CreateBucketConfiguration=place)

    def names(self, folder: str = "") -> set[str]:
        """Return the names below the prefix and a folder, without those of the folders."""
        prefix = f"{self.bucket.prefix}/{folder}"
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=NAME, Prefix=prefix)
        keys = (entry["Key"] for page in pages for entry in page.get("Contents", ()))
        return {key.removeprefix(f"{self.bucket.prefix}/") for key in keys if key[-1] != "/"}

    def read(self, name: str) -> bytes:
        """Return what is in an object."""
        key = f"{self.bucket.prefix}/{name}"
        content: bytes = self.client.get_object(Bucket=NAME, Key=key)["Body"].read()
        return content

    def put(self, name: str, content: bytes) -> None:
        """Put an object."""
        self.client.put_object(Bucket=NAME, Key=f"{self.bucket.prefix}/{name}", Body=content)

    def remove(self, name: str) -> None:
        """Remove an object."""
        self.client.delete_object(Bucket=NAME, Key=f"{self.bucket.prefix}/{name}")
