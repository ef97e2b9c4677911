"""A strict S3 service on loopback: path-style addresses, signatures of version 4 checked to the
letter, one bucket; it can be told to store something else than it was given."""

from __future__ import annotations

import hashlib
import hmac
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

REGION = "us-east-1"


@dataclass
class S3Server:
    """`objects` is what lies in the bucket; `spoil` changes what is stored."""

    bucket: str = "sao-luu"
    access_key: str = "AKIDEXAMPLE"
    secret_key: str = "a secret of the service"
    objects: dict[str, bytes] = field(default_factory=dict)
    spoils: bool = False

    def __enter__(self) -> S3Server:
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"


def _handler(server: S3Server) -> type[BaseHTTPRequestHandler]:
    class Handler(_S3Handler):
        service = server

    return Handler


class _S3Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: S3Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        key = self._admitted(b"")
        if key is None:
            return
        if not key:
            self._answer(200, self._listing())
        elif key in self.service.objects:
            self._answer(200, self.service.objects[key])
        else:
            self._refuse(404, "NoSuchKey")

    do_HEAD = do_GET  # noqa: N815  a name of http.server

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        key = self._admitted(body)
        if key is None:
            return
        if not key:
            self._refuse(400, "InvalidRequest")
            return
        self.service.objects[key] = body[:-1] + b"?" if self.service.spoils else body
        self._answer(200, b"")

    def do_DELETE(self) -> None:
        key = self._admitted(b"")
        if key is not None:
            self.service.objects.pop(key, None)
            self._answer(204, b"")

    def _admitted(self, body: bytes) -> str | None:
        """The key that is asked for, "" for the bucket; None where the request was refused."""
        address = urlsplit(self.path)
        bucket, _, key = unquote(address.path).removeprefix("/").partition("/")
        if not self._is_signed(address.path, address.query, body):
            self._refuse(403, "SignatureDoesNotMatch")
        elif bucket != self.service.bucket:
            self._refuse(404, "NoSuchBucket")
        else:
            return key
        return None

    def _is_signed(self, path: str, query: str, body: bytes) -> bool:
        said = self.headers.get("authorization", "")
        if not said.startswith("AWS4-HMAC-SHA256 "):
            return False
        parts = dict(part.strip().split("=", 1) for part in said.partition(" ")[2].split(","))
        named, scope = parts["SignedHeaders"].split(";"), parts["Credential"].split("/", 1)[1]
        digest = self.headers["x-amz-content-sha256"]
        if digest != hashlib.sha256(body).hexdigest() and digest != "UNSIGNED-PAYLOAD":
            return False
        pairs = sorted(parse_qsl(query, keep_blank_values=True))
        asked = "&".join(f"{quote(name, '-_.~')}={quote(value, '-_.~')}" for name, value in pairs)
        headers = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in named)
        request = "\n".join((self.command, path, asked, headers, ";".join(named), digest))
        stamp = self.headers["x-amz-date"]
        hashed = hashlib.sha256(request.encode()).hexdigest()
        text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, hashed))
        key = f"AWS4{self.service.secret_key}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        wanted = hmac.digest(key, text.encode(), "sha256").hex()
        own = parts["Credential"].startswith(f"{self.service.access_key}/")
        return own and scope.split("/")[1] == REGION and parts["Signature"] == wanted

    def _listing(self) -> bytes:
        query = dict(parse_qsl(urlsplit(self.path).query))
        keys = sorted(
            key for key in self.service.objects if key.startswith(query.get("prefix", ""))
        )
        entries = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.service.objects[key])}</Size></Contents>"
            for key in keys
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode()

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", f'"{hashlib.md5(body).hexdigest()}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
