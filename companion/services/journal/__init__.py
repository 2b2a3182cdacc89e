"""The journal as its person meets it: found in, changed, brought in, written out, protected."""
