"""Messages of a mailbox: fetched once, never marked as read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.errors import OperatorError
from bot.use_cases.mail import mailbox
from bot.use_cases.mail.mailbox import Mailbox, fetch_new, put_aside
from tests.fakes.imap_server import ImapServer
from tests.use_cases.mailed_files import message

SINCE = date(2022, 10, 1)


@pytest.fixture
def server() -> Iterator[ImapServer]:
    made = ImapServer([message("UBND xã Bum Nưa"), message("UBND xã Mù Cả")])
    yield made
    made.stop()


def box(server: ImapServer, password: str = "secret") -> Mailbox:
    return Mailbox("127.0.0.1", "phong", password, server.port, is_safe=False)


def test_new_messages_become_files_and_are_fetched_once(
    server: ImapServer, tmp_path: Path
) -> None:
    first = fetch_new(box(server), tmp_path, "muong-te-2022", SINCE).waiting
    assert [path.name for path in first] == ["7-1.eml", "7-2.eml"]
    assert first[0].read_bytes().replace(b"\r\n", b"\n") == server.messages[0].replace(
        b"\r\n", b"\n"
    )
    assert fetch_new(box(server), tmp_path, "muong-te-2022", SINCE).waiting == first
    assert [asked for asked in server.asked if "FETCH 1 " in asked] == server.asked[:1]
    put_aside(first[:1])
    assert fetch_new(box(server), tmp_path, "muong-te-2022", SINCE).waiting == first[1:]
    assert fetch_new(box(server), tmp_path, "another", SINCE).waiting != ()


def test_what_is_too_large_or_left_for_the_next_run_is_counted(
    server: ImapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MOST", 1)
    found = fetch_new(box(server), tmp_path, "a", SINCE)
    assert ([path.name for path in found.waiting], found.left) == (["7-1.eml"], 1)
    monkeypatch.setattr(mailbox, "LARGEST", 10)
    found = fetch_new(box(server), tmp_path, "a", SINCE)
    assert (found.too_large, found.left) == (1, 0)
    monkeypatch.undo()
    assert len(fetch_new(box(server), tmp_path, "a", SINCE).waiting) == 2


def test_a_message_that_vanished_meanwhile_is_neither_kept_nor_called_too_large(
    server: ImapServer, tmp_path: Path
) -> None:
    server.gone = {1}
    found = fetch_new(box(server), tmp_path, "a", SINCE)
    assert ([path.name for path in found.waiting], found.too_large) == (["7-2.eml"], 0)


@pytest.mark.parametrize(
    ("host", "told"), [("khong-co.invalid", "không tìm thấy máy chủ"), ("127.0.0.1", "TLS")]
)
def test_a_wrong_host_and_a_port_without_tls_are_told_in_words(
    server: ImapServer, tmp_path: Path, host: str, told: str
) -> None:
    with pytest.raises(OperatorError, match=told):
        fetch_new(Mailbox(host, "phong", "secret", server.port), tmp_path, "a", SINCE)


def test_a_server_that_refuses_to_search_has_not_said_that_nothing_came(
    server: ImapServer, tmp_path: Path
) -> None:
    server.refuses = "SEARCH"
    with pytest.raises(OperatorError, match="Không đọc được hộp thư"):
        fetch_new(box(server), tmp_path, "a", SINCE)


def test_a_password_with_accents_goes_by_the_way_that_says_how_it_is_written(
    tmp_path: Path,
) -> None:
    server = ImapServer([message("UBND xã Bum Nưa")], "bí mật")
    assert len(fetch_new(box(server, "bí mật"), tmp_path, "a", SINCE).waiting) == 1
    with pytest.raises(OperatorError, match="mật khẩu"):
        fetch_new(box(server, "bí mât"), tmp_path, "a", SINCE)
    server.stop()


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_password(
    tmp_path: Path,
) -> None:
    server = ImapServer([message("UBND xã Bum Nưa")], certificate=own_certificate(tmp_path))
    known = Mailbox("localhost", "phong", "secret", server.port)
    with pytest.raises(OperatorError, match="chứng thư"):
        fetch_new(known, tmp_path, "a", SINCE)
    assert server.opened == []
    server.stop()


def own_certificate(folder: Path) -> Path:
    """A certificate with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "own.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", "INBOX"),
        ("Báo cáo", "B&AOE-o c&AOE-o"),
        ("A & B", "A &- B"),
        ('x"y', 'x\\"y'),
        ("Hộp thư đến", "H&Htk-p th&AbA- &AREevw-n"),
    ],
)
def test_a_folder_is_asked_for_as_the_protocol_writes_it(name: str, written: str) -> None:
    assert mailbox._folder_name(name) == written


def test_the_mailbox_is_left_as_it_is(server: ImapServer, tmp_path: Path) -> None:
    fetch_new(box(server), tmp_path, "a", SINCE)
    assert server.opened == ["EXAMINE"]
    assert all("PEEK" in asked for asked in server.asked)


def test_a_wrong_password_is_one_sentence_without_it(server: ImapServer, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="Không đọc được hộp thư") as told:
        fetch_new(box(server, "wrong"), tmp_path, "a", SINCE)
    assert "wrong" not in str(told.value)
    assert "secret" not in repr(box(server))
