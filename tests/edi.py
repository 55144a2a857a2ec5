"""Invented X12 interchanges and the shared samples."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240815*1200*^*00501*000000001*0*P*:~"
HEAD = "HL*1**20*1~NM1*85*2*GROUPNAME*****XX*1234567893~HL*2*1*22*0~SBR*P*18*******MB~NM1*IL*1*PATIENTNAME*JON****MI*0300AAA~DMG*D8*19401231*M~"
CLAIM = "CLM*A1*100***11:B:1*Y*A*Y*Y~HI*ABK:R911*ABF:J189~NM1*82*1*READERNAME*ANN****XX*1000000001~"
LINES = "LX*1~SV1*HC:71260:26*120*UN*1***1:2~DTP*472*D8*20240815~LX*2~SV1*HC:71250:26*90.5*UN*1***1~DTP*472*D8*20240815~REF*6R*CONTROLX~NM1*DK*1*ORDERNAME*BOB****XX*1003000126~"


def interchange(*sets: str, guide: str = "005010X222A1", kind: str = "837", isa: str = ISA) -> str:
    """Put transaction sets into an envelope whose counts agree."""
    bodies = [
        f"ST*{kind}*{n:04}*{guide}~{body}SE*{body.count('~') + 2}*{n:04}~"
        for n, body in enumerate(sets, start=1)
    ]
    group = "HC" if kind == "837" else "HP"
    head = f"{isa}GS*{group}*S*R*20240815*1200*1*X*{guide}~"
    return f"{head}{''.join(bodies)}GE*{len(sets)}*1~IEA*1*000000001~"


def professional(claim: str = CLAIM, lines: str = LINES, head: str = HEAD) -> str:
    """Make a professional claim's interchange."""
    return interchange(head + claim + lines)


def sample(name: str) -> str:
    """Give a shared sample's text, or skip the test where the samples are not at hand."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"the shared samples are not at hand: {name}")
    return path.read_bytes().decode("utf-8")
