"""Finding a class: what an address asks for, the sessions as light rows, and what one could add."""
