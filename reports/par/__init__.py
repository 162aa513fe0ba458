"""The regional action plan as a document: one module a group of chapters, from the dossier that the page shows."""
