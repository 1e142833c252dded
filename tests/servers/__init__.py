"""Real servers for the tests: Elasticsearch, PostgreSQL and a browser. Nothing here is a stand-in.

Each server runs in a temporary folder of its own (PostgreSQL's in memory, where the machine has the
room), on the loopback address and a free port, as an ordinary user even when root starts it, and is
ended by the one who started it.
"""
