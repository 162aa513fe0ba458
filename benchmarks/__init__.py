"""How fast the engine, the loads, the API and the pages are, beside the least that the same database could take."""
