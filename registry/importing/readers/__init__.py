"""Reading files into rows of text, whatever they are, or saying clearly why not."""

from registry.importing.readers.grid import Cell, Grid, GridRow
from registry.importing.readers.opening import as_path, read_grids

__all__ = ["Cell", "Grid", "GridRow", "as_path", "read_grids"]
