"""The files in `deploy/`, tried with the servers they are written for, where those are installed."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.e2e.installed import free_port
from tests.fakes.http_server import HttpServer, Request, Response, json_response

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "baocao.example.vn"
NGINX = """user {user}; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; worker_processes 1;
events {{ }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
include {folder}/site.conf; }}"""


def needs(program: str) -> pytest.MarkDecorator:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    return pytest.mark.skipif(found is None, reason=f"{program} is not installed")


async def tell(request: Request) -> Response:
    """The program behind the proxy: it tells what reached it."""
    return json_response({"path": request.path, **request.headers, "size": len(request.body)})


@pytest.fixture
def behind() -> Iterator[HttpServer]:
    server = HttpServer(tell)
    server.start()
    yield server
    server.stop()


@contextmanager
def serving(words: list[str], port: int, **environment: str) -> Iterator[None]:
    """A server that is up, until the end."""
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    with subprocess.Popen(
        words, env={**os.environ, "PATH": path, **environment}, stderr=subprocess.DEVNULL
    ) as process:
        try:
            end = time.monotonic() + 30
            while not _answers(port):
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with closing(socket.socket()) as found:
        return found.connect_ex(("127.0.0.1", port)) == 0


def certificate(folder: Path) -> None:
    """A certificate of its own for the site of the example."""
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem -subj"
    subprocess.run([*words.split(), f"/CN={NAME}"], cwd=folder, check=True, capture_output=True)


@needs("nginx")
@needs("openssl")
def test_nginx_hands_on_everything_but_the_metrics(tmp_path: Path, behind: HttpServer) -> None:
    port = free_port()
    certificate(tmp_path)
    site = (DEPLOY / "nginx.conf").read_text("utf-8")
    for old, new in {
        "443": f"127.0.0.1:{port}",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{tmp_path}/cert.pem",
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{tmp_path}/key.pem",
        "http://127.0.0.1:8080": behind.url,
    }.items():
        assert old in site
        site = site.replace(old, new)
    (tmp_path / "site.conf").write_text(site, "utf-8")
    (tmp_path / "nginx.conf").write_text(
        NGINX.format(folder=tmp_path, user=getpass.getuser()), "utf-8"
    )
    with serving(["nginx", "-c", f"{tmp_path}/nginx.conf"], port):
        check(f"https://127.0.0.1:{port}")


@needs("caddy")
def test_caddy_hands_on_everything_but_the_metrics(tmp_path: Path, behind: HttpServer) -> None:
    port = free_port()
    words = ["caddy", "run", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    named = {
        "DOMAIN": f"http://{NAME}:{port}",
        "BACKEND": behind.url.removeprefix("http://"),
        "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
    }  # fmt: skip
    with serving(words, port, **named):
        check(f"http://127.0.0.1:{port}")


def check(url: str) -> None:
    """A photo of 20 MB goes through; figures do not; the program learns who asked for which site."""
    accepted = ssl.create_default_context()
    accepted.check_hostname, accepted.verify_mode = False, ssl.CERT_NONE
    with httpx.Client(
        verify=accepted, trust_env=False, headers={"host": NAME}, timeout=60
    ) as client:
        assert client.get(f"{url}/metrics").status_code == 404
        told = client.post(f"{url}/chat/photo", content=bytes(20 * 1024 * 1024)).json()
    assert (told["path"], told["size"], told["host"]) == ("/chat/photo", 20 * 1024 * 1024, NAME)
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == url.partition(":")[0]


@needs("systemd-analyze")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    unit = (DEPLOY / "baocao.service").read_text("utf-8")
    command = "/srv/baocao/venv/bin/baocao"
    assert command in unit
    (tmp_path / "baocao.service").write_text(unit.replace(command, "/bin/true"), "utf-8")
    words = ["systemd-analyze", "verify", str(tmp_path / "baocao.service")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
