"""The example's server, started as its container starts it and attacked over loopback, answers as JSON whatever comes."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("flask", reason="pip install 'cptkit[examples]'")
pytest.importorskip("waitress", reason="pip install 'cptkit[examples]'")
EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the docs are not beside these tests")

SECONDS = "1.5"
"""How long the server under test waits for a request."""
CLAIM = b'{"lines": [{"code": "71260", "date_of_service": "2024-08-15"}]}'
TYPE = "Content-Type: application/json"


class Answer(NamedTuple):
    """An answer as it came over the wire."""

    status: int
    headers: str
    body: bytes


class Running:
    """The server as a process of its own."""

    def __init__(self) -> None:
        """Start it, and wait until it listens."""
        command = [sys.executable, "-m", "service", "--port", "0", "--seconds", SECONDS]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, cwd=EXAMPLES, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        told = re.fullmatch(r"listening on 127\.0\.0\.1:(\d+)\n", self.process.stdout.readline())
        assert told is not None
        self.port = int(told[1])

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def answer(self, *parts: bytes, wait: float = 0) -> Answer:
        """Send the parts of a request, read to the end of the connection, and hold that the answer is JSON."""
        with self.connect() as held:
            for each in parts:
                held.sendall(each)
                time.sleep(wait)
            data = b""
            while more := held.recv(65_536):
                data += more
        return read(data)

    def stopped(self) -> tuple[int, str]:
        """Ask it to stop as a container is asked; give its exit status and its log."""
        self.process.send_signal(signal.SIGTERM)
        log = self.process.communicate(timeout=20)[1]
        return self.process.returncode, log


def read(data: bytes) -> Answer:
    """Take one answer apart, one with ``100 Continue`` before it too."""
    data = data.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    head, _, body = data.partition(b"\r\n\r\n")
    headers = head.decode("latin-1")
    assert "content-type: application/json" in headers.lower(), data[:200]
    json.loads(body)
    return Answer(int(headers.split(" ", 2)[1]), headers, body)


def request(*headers: str, body: bytes = b"", line: str = "POST /check HTTP/1.1") -> bytes:
    """Write a request that ends its connection."""
    head = "\r\n".join((line, "Host: x", "Connection: close", *headers, "", ""))
    return head.encode("latin-1") + body


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """Run a server for all tests here; at the end it stops when asked, and its log shows no traceback and no person."""
    running = Running()
    yield running
    status, log = running.stopped()
    assert (status, "Traceback" in log, "PATIENTNAME" in log) == (0, False, False), log


def sized(body: bytes, *headers: str) -> bytes:
    """Write a request whose length is stated."""
    return request(TYPE, f"Content-Length: {len(body)}", *headers, body=body)


def chunked(*pieces: bytes) -> bytes:
    """Write a request in chunks."""
    body = b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in (*pieces, b""))
    return request(TYPE, "Transfer-Encoding: chunked", body=body)


def test_claims_are_checked_whole_or_in_chunks(server: Running) -> None:
    """A stated length and chunks give the same report."""
    whole = server.answer(sized(CLAIM))
    assert (whole.status, json.loads(whole.body)["outcome"]) == (200, "NO_DATA")
    assert server.answer(chunked(CLAIM[:7], CLAIM[7:])).body == whole.body


ZEROS = b"0" * 3_000_000


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request(TYPE), 400),
        (request(TYPE, line="POST /check HTTP/1.0"), 400),
        (request(TYPE, "Content-Length: 0"), 400),
        (request(TYPE, "Content-Length: PATIENTNAME"), 400),
        (request(TYPE, "Content-Length: -5"), 400),
        (request(TYPE, f"Content-Length: {'9' * 5_000}"), 400),
        (request(TYPE, "Content-Length: 4000000000"), 413),
        (request(TYPE, "Content-Length: 4000000000", "Expect: 100-continue"), 413),
        (sized(ZEROS), 413),
        (chunked(ZEROS), 413),
        (request(TYPE, "Transfer-Encoding: chunked", body=b"zz\r\nPATIENTNAME\r\n0\r\n\r\n"), 400),
        (request(TYPE, "Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"), 501),
        (request("X: " + "PATIENTNAME" * 5_000), 431),
        (request(*[f"X-{n}: y" for n in range(5_000)]), 431),
        (request("PATIENTNAME"), 400),
        (request(TYPE + "\n X: y"), 400),
        (request("Bad\0name: y"), 400),
        (request(line="GET http://[PATIENTNAME HTTP/1.1"), 400),
        (request(line="GET /health"), 200),
        (request(line="PATIENTNAME"), 400),
        (request(line="get /health HTTP/1.1"), 400),
        (request(line="GET  /health HTTP/1.1"), 400),
        (request(line="CONNECT x:443 HTTP/1.1"), 404),
        (request(line="OPTIONS * HTTP/1.1"), 404),
        (request(line="GET //health HTTP/1.1"), 200),
        (request(line="GET ///../../etc/passwd HTTP/1.1"), 404),
        (request(line="GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1"), 404),
        (request(line="GET /health%00 HTTP/1.1"), 404),
        (request(line="GET /schema/%0d%0aX-Evil:yes HTTP/1.1"), 404),
        (request(line="GET /" + "a" * 9_000 + " HTTP/1.1"), 404),
        (request(line="GET /" + "a" * 20_000 + " HTTP/1.1"), 431),
        (request(line="GET /health HTTP/9.9"), 200),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (sized(b"[" * 500_000), 400),
        (sized(b'{"lines": [' + b"{}," * 9_999 + b"{}]}"), 422),
        (request("Content-Type: text/plain\r\nX-Evil: yes", "Content-Length: 1", body=b"x"), 415),
        (sized(CLAIM, "Content-Encoding: gzip"), 415),
        (sized(CLAIM, "Accept: " + "," * 9_000), 200),
        (sized(CLAIM, "Accept: text/html;q=x;PATIENTNAME=\xff"), 200),
        (sized(CLAIM, "Cookie: PATIENTNAME", "X-Forwarded-For: PATIENTNAME"), 200),
    ],
)
def test_hostile_requests_get_json(server: Running, sent: bytes, status: int) -> None:
    """Each gets its status, as JSON, with nothing of what was sent in body or header."""
    answer = server.answer(sent)
    assert answer.status == status
    assert "PATIENTNAME" not in answer.headers
    assert b"PATIENTNAME" not in answer.body
    assert "evil" not in answer.headers.lower()
    assert "server:" not in answer.headers.lower()


def test_head_has_no_body(server: Running) -> None:
    """HEAD is answered by the header alone."""
    with server.connect() as held:
        held.sendall(request(line="HEAD /health HTTP/1.1"))
        data = held.recv(65_536)
        assert (data[:15], data[-4:], held.recv(10)) == (b"HTTP/1.1 200 OK", b"\r\n\r\n", b"")


def test_a_client_that_asks_before_sending_is_told_to_go_on(server: Running) -> None:
    """`Expect: 100-continue` works."""
    with server.connect() as held:
        held.sendall(sized(CLAIM, "Expect: 100-continue").removesuffix(CLAIM))
        assert held.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        held.sendall(CLAIM)
        assert held.recv(65_536).startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(
    "parts",
    [
        [sized(CLAIM)[:-20]],
        [b"POST /check HT"],
        [bytes((each,)) for each in sized(CLAIM)[:20]],
        [chunked(CLAIM)[:-5]],
    ],
    ids=["a body that does not end", "a line that does not end", "a drip", "chunks without an end"],
)
def test_a_slow_client_is_given_up(server: Running, parts: list[bytes]) -> None:
    """A request that does not arrive in time gets 408, a dripping one too; nobody else waits for it."""
    with ThreadPoolExecutor(1) as aside:
        slow = aside.submit(server.answer, *parts, wait=0.05)
        assert server.answer(request(line="GET /health HTTP/1.1")).status == 200
        assert not slow.done()
        answer = slow.result(timeout=30)
    assert (answer.status, json.loads(answer.body)["error"]) == (408, "Request Timeout")


def _commands() -> list[tuple[str, str]]:
    """Give the commands of the docs, each with what it prints."""
    page = EXAMPLES.parent / "howto-service.md"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [
        (command, printed)
        for block in blocks
        for command, printed in re.findall(r"^\$ (.*)\n((?:[^$].*\n)*)", block, re.MULTILINE)
    ]


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
@pytest.mark.parametrize(("command", "printed"), _commands())
def test_the_commands_of_the_docs(server: Running, command: str, printed: str) -> None:
    """Each prints what the page says."""
    here = command.replace("localhost:8080", f"127.0.0.1:{server.port}")
    here = here.replace("| python ", f"| {sys.executable} ")
    ran = subprocess.run(  # noqa: S602 - our own page
        here, shell=True, cwd=EXAMPLES.parents[1], capture_output=True, text=True, check=True
    )
    assert ran.stdout.rstrip("\n") == printed.rstrip("\n")


def test_many_slow_clients_hold_up_nobody(server: Running) -> None:
    """Two hundred connections that send nothing more, and the service answers."""
    slow = [server.connect() for _ in range(200)]
    for each in slow:
        each.sendall(b"POST /check HTTP/1.1\r\n")
    assert server.answer(sized(CLAIM)).status == 200
    for each in slow:
        each.close()


def test_requests_behind_one_another_are_answered_in_order(server: Running) -> None:
    """A connection takes several; after one that is refused for its form it closes."""
    keep = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with server.connect() as held:
        held.sendall(keep + keep + b"no HTTP\r\n\r\n" + keep)
        data = b""
        while more := held.recv(65_536):
            data += more
    statuses = re.findall(rb"HTTP/1\.[01] (\d{3})", data)
    assert statuses == [b"200", b"200", b"400"]


def test_a_client_that_leaves_is_no_fault(server: Running) -> None:
    """Whoever goes before the answer costs nothing; the next one is served."""
    for part in (sized(CLAIM), sized(CLAIM)[:-10], b""):
        with server.connect() as held:
            held.sendall(part)
    assert server.answer(sized(CLAIM)).status == 200


def test_answers_do_not_mix(server: Running) -> None:
    """Many clients at once each get their own."""
    names = ["Claim", "ClaimLine", "Finding", "Code", "Price", "Guide"] * 8

    def title(name: str) -> Any:
        with server.connect() as held:
            held.sendall(request(line=f"GET /schema/{name} HTTP/1.1"))
            data = b""
            while more := held.recv(65_536):
                data += more
        return json.loads(data.partition(b"\r\n\r\n")[2])["title"]

    with ThreadPoolExecutor(8) as clients:
        assert list(clients.map(title, names)) == names
