"""Only type-checked: every line marked "refused" must be, and no other; `tools/must_fail.py` compares."""

import cptkit

cptkit.get_codes("71260")  # refused: a misspelled name is an error, not Any
