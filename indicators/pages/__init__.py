"""What the follow-up pages show: frozen data built from figures, ready for a template or a spreadsheet."""
