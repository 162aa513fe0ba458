"""Reads our HTML as a person does: the rows of a table, the texts of links, without a browser."""

from html.parser import HTMLParser

_SILENT = {"svg", "style", "script"}


class _Tables(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.links: list[tuple[str, str]] = []
        self._name, self._row, self._cell, self._link, self._muted = "", None, None, None, 0

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in _SILENT:
            self._muted += 1
        elif tag == "table":
            self._name = attributes.get("id") or attributes.get("class", "").split()[-1]
            self.tables.setdefault(self._name, [])
        elif tag == "tr":
            self._row = []
        elif tag in {"td", "th"}:
            self._cell = []
        elif tag == "a":
            self._link = (attributes.get("href", ""), [])

    def handle_endtag(self, tag):
        if tag in _SILENT:
            self._muted -= 1
        elif tag in {"td", "th"} and self._cell is not None:
            self._row.append(_tidy(self._cell))
            self._cell = None
        elif tag == "tr" and self._row is not None:
            self.tables[self._name].append(self._row)
            self._row = None
        elif tag == "a" and self._link is not None:
            self.links.append((self._link[0], _tidy(self._link[1])))
            self._link = None

    def handle_data(self, data):
        if self._muted:
            return
        for holder in (self._cell, self._link and self._link[1]):
            if holder is not None:
                holder.append(data)


def _tidy(pieces: list[str]) -> str:
    """One space between words; no-break spaces are content and stay."""
    return " ".join(word for word in " ".join(pieces).replace("\n", " ").split(" ") if word)


def _read(response) -> _Tables:
    reader = _Tables()
    reader.feed(response.content.decode())
    return reader


def table(response, name: str) -> list[list[str]]:
    """The rows of the table of that id (or last class), heads included, each a list of texts."""
    return _read(response).tables[name]


def links(response) -> dict[str, str]:
    """Addresses and what their links say; the last one wins."""
    return dict(_read(response).links)
