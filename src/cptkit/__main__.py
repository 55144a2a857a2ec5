"""`python -m cptkit`: the shell."""

from __future__ import annotations

from cptkit.shell import main

if __name__ == "__main__":
    raise SystemExit(main())
