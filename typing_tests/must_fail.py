"""Only type-checked, and must fail: a misspelled name is an error, not Any."""

import cptkit

cptkit.get_codes("71260")
