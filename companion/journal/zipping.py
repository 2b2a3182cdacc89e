"""A ZIP file that is written as a whole or given up."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO


@contextmanager
def new_zip(file: BinaryIO, compresslevel: int | None = None) -> Iterator[zipfile.ZipFile]:
    """A ZIP on `file`, finished when the block ends without an error. `compresslevel` is zlib's (1 to 9), None its own.

    After an error it is let go of unfinished: closing one that was interrupted in the middle of a piece raises
    ValueError in place of what interrupted it (ctrl+c).
    """
    archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=compresslevel)
    try:
        yield archive
        archive.close()
    except BaseException:
        archive.fp = None  # what ZipFile itself takes for closed
        raise
