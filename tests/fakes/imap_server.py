"""A mailbox as an IMAP server offers it: sign-in, one folder to be looked at, messages by number."""

from __future__ import annotations

import base64
import re
import socketserver
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        self._say("* OK ready")
        for raw in self.rfile:
            tag, _, rest = raw.decode().strip().partition(" ")
            word = rest.split()[0].upper() if rest else ""
            if self.server.refuses and self.server.refuses in rest:  # type: ignore[attr-defined]
                self._say(f"{tag} NO not now")
                continue
            if word == "UID":
                self._uid(rest)
            elif (word == "LOGIN" and self.server.password not in rest) or (
                word == "AUTHENTICATE" and not self._is_known()
            ):  # type: ignore[attr-defined]
                self._say(f"{tag} NO wrong")
                continue
            elif word == "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1 AUTH=PLAIN")
            elif word in ("SELECT", "EXAMINE"):
                self.server.opened.append(word)  # type: ignore[attr-defined]
                self._say("* OK [UIDVALIDITY 7] valid")
            self._say(f"{tag} OK done")
            if word == "LOGOUT":
                return

    def _is_known(self) -> bool:
        self._say("+ ")
        shown = base64.b64decode(self.rfile.readline()).decode().split("\0")
        return bool(shown[-1] == self.server.password)  # type: ignore[attr-defined]

    def _uid(self, rest: str) -> None:
        messages: Sequence[bytes] = self.server.messages  # type: ignore[attr-defined]
        if "SEARCH" in rest:
            self._say("* SEARCH " + " ".join(str(n) for n in range(1, len(messages) + 1)))
            return
        number = int(re.findall(r"FETCH (\d+)", rest)[0])
        if number in self.server.gone:  # type: ignore[attr-defined]
            return  # OK follows: a server has nothing to say of what is not there
        body = messages[number - 1]
        if "RFC822.SIZE" in rest:
            self._say(f"* {number} FETCH (UID {number} RFC822.SIZE {len(body)})")
            return
        self.server.asked.append(rest)  # type: ignore[attr-defined]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[] {{{len(body)}}}\r\n".encode())
        self.wfile.write(body + b")\r\n")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class ImapServer(socketserver.ThreadingTCPServer):
    """Serves until `stop`; `opened` and `asked` are what a client did."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self, messages: Sequence[bytes], password: str = "secret", certificate: Path | None = None
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.messages, self.password = messages, password
        self.gone: set[int] = set()  # numbers that vanished after the search
        self.refuses = ""  # a word of the commands that are refused
        self._trust = None
        if certificate is not None:
            self._trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._trust.load_cert_chain(certificate)
        self.opened: list[str] = []
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self) -> tuple[Any, Any]:
        """Return the next connection, encrypted where there is a certificate."""
        connection, address = super().get_request()
        if self._trust is None:
            return connection, address
        connection.settimeout(10)
        return self._trust.wrap_socket(connection, server_side=True), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a client go that does not like the certificate."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
