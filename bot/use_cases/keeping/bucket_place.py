"""A bucket of an S3-compatible service as the second place. The only file that knows boto3."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bot.locale.say import say
from bot.use_cases.keeping.second_place import (
    BUCKET,
    PREFIX,
    SUFFIX,
    PlaceFailed,
    PlaceSettings,
    digest_of,
)

CHUNK = 1024 * 1024
SECONDS = 20  # to connect, and between two pieces of an answer


class BucketPlace:
    """Copies in a bucket, under the path that follows its name in the address."""

    def __init__(self, settings: PlaceSettings) -> None:
        self.label = settings.address
        self.bucket, _, path = settings.address.removeprefix(BUCKET).partition("/")
        self.path = f"{path.strip('/')}/" if path.strip("/") else ""
        if not self.bucket:
            raise PlaceFailed(say("place.no_bucket", address=settings.address))
        with self._told():
            self._client: Any = boto3.client(
                "s3",
                endpoint_url=settings.endpoint or None,
                region_name=settings.region or "us-east-1",
                aws_access_key_id=settings.access_key or None,  # else as boto3 finds them
                aws_secret_access_key=settings.secret_key or None,
                config=_options(),
            )

    def names(self) -> list[str]:
        """Return the names of the copies, the oldest first."""
        with self._told():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=f"{self.path}{PREFIX}"
            )
            keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
        names = [key.removeprefix(self.path) for key in keys]
        return sorted(name for name in names if name.endswith(SUFFIX) and "/" not in name)

    def put(self, file: Path, name: str) -> None:
        """Upload a copy and read it back; one that came to be something else is taken away."""
        with self._told():
            self._client.upload_file(str(file), self.bucket, self.path + name, Config=_pieces())
            body = self._client.get_object(Bucket=self.bucket, Key=self.path + name)["Body"]
            digest = hashlib.sha256()
            for piece in body.iter_chunks(CHUNK):
                digest.update(piece)
        if digest.hexdigest() != digest_of(file):
            self.remove(name)
            raise PlaceFailed(say("place.unlike", name=name, place=self.label))

    def fetch(self, name: str, target: Path) -> None:
        """Bring a copy here."""
        with self._told():
            self._client.download_file(self.bucket, self.path + name, str(target))

    def remove(self, name: str) -> None:
        """Take a copy away."""
        with self._told():
            self._client.delete_object(Bucket=self.bucket, Key=self.path + name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence why the service did not do it."""
        try:
            yield
        except ClientError as error:
            reason = error.response.get("Error", {}).get("Code", "")
            raise PlaceFailed(say("place.failed", place=self.label, reason=reason)) from None
        except (BotoCoreError, Boto3Error, OSError, ValueError) as error:
            reason = type(error).__name__
            raise PlaceFailed(say("place.failed", place=self.label, reason=reason)) from None


def _options() -> Config:
    """Return how requests are made: checksums only where the service needs them, since not all that
    speak S3 know the newer ones."""
    return Config(
        signature_version="s3v4",
        connect_timeout=SECONDS,
        read_timeout=SECONDS,
        retries={"total_max_attempts": 3, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"},
    )


def _pieces() -> TransferConfig:
    """Return how large files go: in pieces, one after the other."""
    return TransferConfig(max_concurrency=2, use_threads=True)
