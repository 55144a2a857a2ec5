"""A local session of Spark: two threads, and workers that find what this process finds."""

from __future__ import annotations

import os
import sys
from typing import Any


def local_session(**settings: str) -> Any:
    """Start a local session of two threads.

    Args:
        settings: What else is set, by its name below ``spark.`` with ``__`` for each dot.

    Returns:
        The session, which says nothing of its own.
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = (
        SparkSession.builder.master("local[2]")
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(sys.path))
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
    )
    for name, value in settings.items():
        builder = builder.config(f"spark.{name.replace('__', '.')}", value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session
