"""What a service says when it will not do what was asked. Messages are French sentences for the person."""


class Refused(Exception):
    """The request is understood and refused: a rule forbids it. `fields` maps a field name to its own sentence."""

    def __init__(self, message: str, *, fields: dict[str, str] | None = None):
        super().__init__(message)
        self.message = message
        self.fields = fields or {}


class Conflict(Refused):
    """Somebody else wrote first. `current` is the row as it now stands, to be shown beside what was typed."""

    def __init__(self, message: str, *, current):
        super().__init__(message)
        self.current = current
