"""The server: waitress, whose own refusals are JSON here too, and a limit on how long a request may take to arrive.

Waitress reads a request whole before a thread sees it, so that a slow client holds up nobody. What reaches no
application (a broken request line, a header that is too long) it would answer as plain text.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import create_server
from waitress.task import ErrorTask
from waitress.utilities import BadRequest

from service.refusals import JSON, refusal

SECONDS = 30
"""How long a request may take to arrive."""
_HEADER = 16_384
_LINGERS = 5
_MOST_CONNECTIONS = 1_000
_REASONS = {
    400: "the request is no HTTP that can be read",
    408: "the request did not arrive in time",
    413: "the body is larger than this service takes",
    431: "the header is longer than this service takes",
    501: "this transfer encoding is not taken: send chunked, or with Content-Length",
}


class Server(Protocol):
    """What runs until it is told to stop."""

    effective_port: str

    def run(self) -> None:
        """Serve."""


class _Late(BadRequest):
    code = 408
    reason = "Request Timeout"


class _Parser(HTTPRequestParser):
    """A parser that lets nothing but its own errors out."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header; a number of thousands of digits or a broken address is a bad request."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("the header cannot be read") from error

    def received(self, data: bytes) -> int:
        """Take what arrives; who asks before sending a body that is refused is not told to go on."""
        taken: int = super().received(data)
        if self.error is not None:
            self.expect_continue = False
        return taken


class _Refusal(ErrorTask):
    """What waitress answers by itself, as JSON and without what was sent."""

    def execute(self) -> None:
        """Write the refusal."""
        code = self.request.error.code
        body = refusal(code, (_REASONS.get(code, "the service failed"),)).encode()
        self.status = f"{code} {self.request.error.reason}"
        self.response_headers.append(("Content-Type", JSON))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.channel.refused = True
        self.write(body)


class _Channel(HTTPChannel):
    """A connection that gives up a request which does not arrive, and lets a refused client read why.

    A client that is still sending when the connection closes loses the answer (the system resets the connection), so
    what it sends is read past for a while.
    """

    error_task_class = _Refusal
    parser_class = _Parser
    seconds: float = SECONDS
    began: float | None = None
    request: Any
    will_close: bool
    close_when_flushed: bool
    refused = False
    ends: float | None = None

    def received(self, data: bytes) -> bool:
        """Take what arrives, and remember since when a request is on its way."""
        if self.ends is not None:
            return False
        taken: bool = super().received(data)
        if self.request is None:
            self.began = None
        elif self.began is None:
            self.began = time.monotonic()
        return taken

    def readable(self) -> bool:
        """Look at the clock; the loop asks each connection once a second at least."""
        now = time.monotonic()
        if self.ends is not None:
            self.will_close = self.will_close or now > self.ends
            return not self.will_close
        if self.began is not None and now - self.began > self.seconds and not self.requests:
            self._give_up()
        return bool(super().readable())

    def handle_write(self) -> None:
        """Write what waits; after a refusal say that nothing more comes, and read on."""
        closes = self.refused and self.close_when_flushed
        if closes:
            self.close_when_flushed = False
        super().handle_write()
        if closes and self.total_outbufs_len:
            self.close_when_flushed = True
        elif closes and self.connected:
            self.ends = time.monotonic() + _LINGERS
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)

    def _give_up(self) -> None:
        self.began = None
        with self.requests_lock:
            request, self.request = self.request, None
            if request is not None:
                request.error = _Late("late")
                request.completed = True
                self.requests.append(request)
                self.server.add_task(self)


def serve(  # noqa: PLR0913 - what an operator sets
    app: Callable[..., Iterable[bytes]],
    *,
    host: str = "127.0.0.1",
    port: int = 8080,
    most_bytes: int,
    threads: int = 4,
    seconds: float = SECONDS,
) -> Server:
    """Make a server of an application; it listens, and serves when it is run.

    Args:
        app: The application.
        host: The address to listen at.
        port: The port; 0 takes a free one.
        most_bytes: How large a body may be.
        threads: How many requests are worked on at once.
        seconds: How long a request may take to arrive.

    Returns:
        The server.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a request that waits is no fault
    server: Any = create_server(
        app,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        max_request_header_size=_HEADER,
        max_request_body_size=most_bytes + 1,
        connection_limit=_MOST_CONNECTIONS,
        channel_timeout=int(seconds) + 30,
        cleanup_interval=5,
        log_socket_errors=False,
        asyncore_use_poll=True,
    )
    server.channel_class = type("_Timed", (_Channel,), {"seconds": seconds})
    made: Server = server
    return made
