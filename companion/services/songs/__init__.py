"""Songs: suggested, changed in the studio, shown on a page, written into files."""
