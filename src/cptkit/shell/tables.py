"""The tables to ask: the packaged ones, with the user's before them."""

from __future__ import annotations

from argparse import Namespace

import cptkit
from cptkit.errors import DataError
from cptkit.shell.inputs import data_of, file_shown


def catalog_of(options: Namespace) -> cptkit.Catalog:
    """Give the catalog of a command.

    Args:
        options: `tables` names a file that `intake` packed, or is None.

    Returns:
        The packaged catalog, with the user's tables where there are any.

    Raises:
        DataError: The file cannot be read, or is none that `intake` packed.
    """
    if options.tables is None:
        return cptkit.packaged
    try:
        return cptkit.packaged.with_tables(*cptkit.unpack(data_of(options.tables)))
    except DataError as error:
        name = file_shown(options.tables)
        raise DataError(tuple(f"--tables {name}: {each}" for each in error.problems)) from error
