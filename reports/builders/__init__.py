"""The doors of the documents: each module here registers one kind (`reports.registry`); nothing lists them."""
