"""The JSON Schema of every public value, a file each, and the page that lists them."""

from __future__ import annotations

import inspect
import json

import attrs

import cptkit
from pages import GENERATED, table


def pages() -> dict[str, str]:
    """Give ``schemas.md``, and the schemas below ``_static``."""
    kinds = [
        kind
        for name in cptkit.__all__
        if isinstance(kind := getattr(cptkit, name), type) and attrs.has(kind)
    ]
    made = {f"_static/schemas/{kind.__name__}.json": _schema(kind) for kind in kinds}
    rows = [
        (f"[{kind.__name__}](_static/schemas/{kind.__name__}.json)", _first(kind)) for kind in kinds
    ]
    return made | {"schemas.md": f"{GENERATED}{_INTRO}\n{table(['schema', 'what it is'], rows)}"}


def _schema(kind: type) -> str:
    return json.dumps(cptkit.json_schema(kind), indent=1, ensure_ascii=False) + "\n"


def _first(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


_INTRO = """# JSON and its schemas

`cptkit.to_json` writes every public value, and `cptkit.from_json` reads it back, strictly: no unknown key, no missing
one, no value of another type. `cptkit.json_schema` gives the JSON Schema (2020-12) of a kind, for validators and
generators of other languages:

```python
>>> import cptkit
>>> cptkit.json_schema(cptkit.Claim)["required"]
['lines']

```

Enums stand by the names of their members, days in ISO form, amounts as text, so that no cent is lost. A claim's report
is written whole, what people read first: outcome, findings and what is unchecked, then coverage and every verdict; each
source stands once, under `sources`, and findings name theirs by its place. What a schema cannot say, `from_json` says:
that a range of codes runs forwards, that findings are what the verdicts say.

What `from_json` would refuse, `to_json` does not write: a number of more than thirty digits, a decimal that is none.
"""
