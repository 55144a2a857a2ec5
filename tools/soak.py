"""Put mixed load on the example service over loopback, and see that it stays as it was: no error, memory flat.

Usage: soak.py [--seconds 60] [--requests 1000000] [--clients 4] [--pause 0.05] [--seed 1]

Bounded in time and in count, whichever ends first; an hour is ``--seconds 3600``. The service runs as a process of its
own, as its container runs it. Before the clock starts, a claim of each quarter and setting is checked and every body is
sent once: packaged tables load on first use, and answers of a day are kept. Each client then sends claims of our own JSON, FHIR and X12 with codes, modifiers and days drawn
at random, asks for schemas and pages, and misbehaves: wrong types, broken JSON, huge and half bodies. The exit status
is 1 where an answer has another status than it must, the service dies or complains, or its memory, threads or open
files grow.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cptkit
from cptkit.files.manifest import first_day, last_day

EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
JSON, FHIR, X12 = "application/json", "application/fhir+json", "application/edi-x12"
_BODIES = 400
"""So many different bodies of each kind are made before the clock starts."""
_GROWS = 1.05
"""Memory of the last quarter over that of the second: more than this is no noise."""
_ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240815*1200*^*00501*000000001*0*P*:~"
_HEAD = (
    "HL*1**20*1~NM1*85*2*GROUP*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******MB~NM1*IL*1*DOE*JANE~"
)


class Request(NamedTuple):
    """What a client sends, and the status that it must get.

    Attributes:
        kind: What latencies are told by.
        method: The method.
        path: The path.
        media: The type of the body.
        body: The body.
        status: The status that is right.
    """

    kind: str
    method: str
    path: str
    media: str
    body: bytes
    status: int


class State(NamedTuple):
    """What the system says of the service's process.

    Attributes:
        kilobytes: Resident memory.
        threads: Threads.
        files: Open files and connections.
    """

    kilobytes: int
    threads: int
    files: int


# --- what is sent


def requests(chance: random.Random) -> list[Request]:
    """Make the requests that clients draw from: most of them claims, one in ten a bad one."""
    made = [_small(chance) for _ in range(_BODIES)] + [_large(chance) for _ in range(_BODIES // 8)]
    made += [_fhir(chance) for _ in range(_BODIES)] + [_x12(chance) for _ in range(_BODIES)]
    names = ("Claim", "ClaimReport", "Finding", "Code", "Price")
    made += [_page(f"/schema/{name}") for name in names for _ in range(10)]
    made += [
        _page(path) for path in ("/health", "/openapi.json", "/", "/schema") for _ in range(10)
    ]
    return made + [each for each in _bad() for _ in range(10)]


def _lines(chance: random.Random, count: int) -> list[dict[str, object]]:
    first = first_day()
    day = first + dt.timedelta(chance.randrange((last_day() - first).days))
    return [
        {
            "code": chance.choice(_CODES),
            "modifiers": chance.choice(([], ["26"], ["TC"], ["26", "59"], ["LT"], ["50"])),
            "date_of_service": day.isoformat(),
            "place_of_service": chance.choice(("11", "22", "23")),
            "units": chance.choice((1, 1, 1, 2, 5)),
            "diagnoses": chance.choice((["R91.1"], ["M54.50", "I10"], [])),
        }
        for _ in range(count)
    ]


def _own(kind: str, lines: list[dict[str, object]], chance: random.Random) -> Request:
    setting = chance.choice(("PROFESSIONAL", "PROFESSIONAL", "OUTPATIENT_HOSPITAL", "ASC"))
    claim = {"lines": lines, "setting": setting, "ordering_provider": "1234567893"}
    return Request(kind, "POST", "/check", JSON, json.dumps(claim).encode(), 200)


def _small(chance: random.Random) -> Request:
    return _own("json, 1 to 6 lines", _lines(chance, chance.randrange(1, 7)), chance)


def _large(chance: random.Random) -> Request:
    return _own("json, 50 lines", _lines(chance, 50), chance)


def _fhir(chance: random.Random) -> Request:
    cpt = "http://www.ama-assn.org/go/cpt"
    items = [
        {
            "sequence": number,
            "productOrService": {"coding": [{"system": cpt, "code": line["code"]}]},
            "servicedDate": line["date_of_service"],
        }
        for number, line in enumerate(_lines(chance, chance.randrange(1, 7)), 1)
    ]
    kind = {"coding": [{"code": "professional"}]}
    claim = {"resourceType": "Claim", "type": kind, "patient": {"display": "Jane"}, "item": items}
    return Request("fhir, 1 to 6 lines", "POST", "/check", FHIR, json.dumps(claim).encode(), 200)


def _x12(chance: random.Random) -> Request:
    claims = ""
    for number in range(5):
        claims += f"CLM*A{number}*100***11:B:1*Y*A*Y*Y~HI*ABK:R911~"
        for place, line in enumerate(_lines(chance, chance.randrange(1, 4)), 1):
            day = str(line["date_of_service"]).replace("-", "")
            claims += f"LX*{place}~SV1*HC:{line['code']}*100*UN*1***1~DTP*472*D8*{day}~"
    body = f"{_HEAD}{claims}"
    text = (
        f"{_ISA}GS*HC*S*R*20240815*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~{body}"
        f"SE*{body.count('~') + 2}*0001~GE*1*1~IEA*1*000000001~"
    )
    return Request("x12, 5 claims", "POST", "/check", X12, text.encode(), 200)


def _page(path: str) -> Request:
    return Request("pages and schemas", "GET", path, JSON, b"", 200)


def _bad() -> list[Request]:
    """Make what is refused."""
    sent: list[tuple[str, bytes, int]] = [
        (JSON, b'{"lines": nope}', 400),
        (JSON, b"[" * 100_000, 400),
        (JSON, b'{"lines": [{"code": 71260}]}', 422),
        (JSON, b'{"lines": [' + b"{}," * 4_999 + b"{}]}", 422),
        (FHIR, b'{"resourceType": "Patient", "name": [{"family": "Doe"}]}', 422),
        (X12, b"ISA*DOE*JANE~", 422),
        ("text/plain", b"71260", 415),
        (JSON, b" " * 1_500_000, 413),
    ]
    refused = [Request("refused", "POST", "/check", media, body, s) for media, body, s in sent]
    missed = [("GET", "/nowhere", 404), ("DELETE", "/check", 405), ("GET", "/schema/No", 404)]
    return refused + [Request("refused", method, path, JSON, b"", s) for method, path, s in missed]


_CODES = [code.code for code in cptkit.select("70010-79999", dt.date(2024, 8, 15))]
_QUARTERS = [
    dt.date(year, month, 15)
    for year in range(first_day().year, last_day().year + 1)
    for month in (2, 5, 8, 11)
]


def warming() -> Iterator[Request]:
    """Give a claim of each quarter and setting: after them every packaged table is loaded."""
    for day in _QUARTERS:
        if day < dt.date(2026, 10, 1):
            for setting in ("PROFESSIONAL", "OUTPATIENT_HOSPITAL", "ASC"):
                line = {"code": "71260", "date_of_service": day.isoformat()}
                lines = [line, {**line, "code": "71250"}]
                body = json.dumps({"lines": lines, "setting": setting}).encode()
                yield Request("warming", "POST", "/check", JSON, body, 200)


# --- who sends it


class Clients:
    """Clients at work until told to stop.

    Attributes:
        seconds: Latencies, by kind of request.
        errors: What was wrong, in words.
    """

    def __init__(self, port: int, most: int, pause: float) -> None:
        """Make them; `run` sets one to work."""
        self.port, self.left, self.pause = port, most, pause
        self.seconds: dict[str, list[float]] = {}
        self.errors: list[str] = []
        self.over = threading.Event()
        self._lock = threading.Lock()

    def run(self, drawn: Sequence[Request], chance: random.Random) -> None:
        """Send requests over kept connections, leave some in the middle, and note what came back."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.over.is_set() and self._may_send():
            if chance.random() < 0.01:
                self._leave(chance.choice(drawn))
            self.send(connection, chance.choice(drawn))
            time.sleep(chance.expovariate(1 / self.pause) if self.pause else 0)
        connection.close()

    def _may_send(self) -> bool:
        with self._lock:
            self.left -= 1
            return self.left >= 0

    def _leave(self, request: Request) -> None:
        """Send half of a request, and go."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest("POST", "/check")
        connection.putheader("Content-Length", str(len(request.body) + 1))
        connection.endheaders(request.body)
        connection.close()

    def send(self, connection: http.client.HTTPConnection, request: Request) -> None:
        """Send a request; note how long it took, or what was wrong."""
        began = time.perf_counter()
        try:
            headers = {"Content-Type": request.media}
            connection.request(request.method, request.path, request.body or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            self.errors.append(f"{request.kind}: {type(error).__name__}: {error}")
            return
        took = time.perf_counter() - began
        if answer.status != request.status or b"Traceback" in body:
            self.errors.append(f"{request.kind}: {answer.status}, not {request.status}")
        with self._lock:
            self.seconds.setdefault(request.kind, []).append(took)


# --- how it is judged


def state(process: int) -> State:
    """Ask the system about a process (Linux)."""
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    numbers = {
        name: int(value) for name, value in re.findall(r"^(\w+):\s+(\d+)", told, re.MULTILINE)
    }
    files = len(list(Path(f"/proc/{process}/fd").iterdir()))
    return State(numbers["VmRSS"], numbers["Threads"], files)


def growth(states: Sequence[State]) -> float:
    """Compare memory of the last quarter of the time with that of the second quarter.

    Args:
        states: Samples at even distances, four at least.

    Returns:
        The ratio of their medians.
    """
    quarter = len(states) // 4
    early = statistics.median(each.kilobytes for each in states[quarter : 2 * quarter])
    late = statistics.median(each.kilobytes for each in states[-quarter:])
    return late / early


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the value that so many percent of the values do not pass.

    Args:
        values: One at least.
        percent: From 1 to 100.

    Returns:
        One of the values.
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def wrong(states: Sequence[State], errors: Sequence[str], log: str) -> list[str]:
    """Say what is not as it must be.

    Args:
        states: Samples of the process.
        errors: What clients noted.
        log: What the service wrote on standard error.

    Returns:
        Sentences; none where all is well.
    """
    said = [f"{len(errors)} wrong answers, such as {errors[0]}"] if errors else []
    said += [f"the service complained: {log[:300]}"] if log else []
    if growth(states) > _GROWS:
        said.append(f"memory grows: times {growth(states):.3f}")
    early, late = states[len(states) // 4], states[-1]
    if late.threads > early.threads:
        said.append(f"threads grow: {early.threads}, then {late.threads}")
    most = max(each.files for each in states[: len(states) // 2])
    if late.files > most:
        said.append(f"open files grow: {most} at most, then {late.files}")
    return said


def told(seconds: dict[str, list[float]], states: Sequence[State], took: float) -> str:
    """Write the figures as a table."""
    everything = [each for values in seconds.values() for each in values]
    rows = [f"{'request':<20} {'count':>8} {'50 %':>9} {'99 %':>9} {'longest':>9}"]
    for kind, values in [*sorted(seconds.items()), ("all", everything)]:
        figures = (percentile(values, 50), percentile(values, 99), max(values))
        rows.append(
            f"{kind:<20} {len(values):>8}" + "".join(f"{x * 1000:>7.1f} ms" for x in figures)
        )
    first, last = states[0].kilobytes // 1024, states[-1].kilobytes // 1024
    highest = max(each.kilobytes for each in states) // 1024
    rows.append(f"{len(everything) / took:.0f} requests a second over {took:.0f} seconds")
    rows.append(
        f"memory {first} MiB at the start, {last} at the end, {highest} at most; last quarter over "
        f"second quarter {growth(states):.3f}; {states[-1].threads} threads, {states[-1].files} open files"
    )
    return "\n".join(rows)


def soak(given: argparse.Namespace) -> int:
    """Run the service under load; give the exit status."""
    command = [sys.executable, "-m", "service", "--port", "0"]
    with subprocess.Popen(
        command, cwd=EXAMPLES, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as service:
        assert service.stdout is not None  # noqa: S101 - it is piped
        port = int(service.stdout.readline().rpartition(":")[2])
        clients = Clients(port, given.requests, given.pause)
        drawn = requests(random.Random(given.seed))  # noqa: S311 - drawn to be drawn again
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for each in (*warming(), *dict.fromkeys(drawn)):
            clients.send(connection, each)
        connection.close()
        clients.seconds.clear()
        states, took = _watched(clients, drawn, service.pid, given)
        service.terminate()
        log = service.communicate(timeout=30)[1]
    print(told(clients.seconds, states, took))
    problems = wrong(states, clients.errors, log)
    print("\n".join(problems) or "no error, memory flat")
    return int(bool(problems) or service.returncode != 0)


def _watched(
    clients: Clients, drawn: Sequence[Request], process: int, given: argparse.Namespace
) -> tuple[list[State], float]:
    """Set the clients to work, and look at the process until they are done."""
    seeds = range(given.seed, given.seed + given.clients)
    threads = [
        threading.Thread(target=clients.run, args=(drawn, random.Random(seed)))  # noqa: S311 - drawn to be drawn again
        for seed in seeds
    ]
    began = time.monotonic()
    for each in threads:
        each.start()
    states = [state(process)]
    step = max(0.1, min(1.0, given.seconds / 40))
    while time.monotonic() - began < given.seconds and any(each.is_alive() for each in threads):
        time.sleep(step)
        states.append(state(process))
    clients.over.set()
    for each in threads:
        each.join()
    return states, time.monotonic() - began


def main() -> int:
    """Run from the command line; give the exit status."""
    parser = argparse.ArgumentParser("soak.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--requests", type=int, default=1_000_000, help="at most so many")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--pause", type=float, default=0.05, help="of a client between requests")
    parser.add_argument("--seed", type=int, default=1)
    return soak(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
