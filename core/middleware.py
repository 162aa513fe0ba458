"""What holds for every request: nothing foreign is loaded, and looking changes nothing."""

from contextlib import contextmanager

from django.db import connection

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_WRITES = ("INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "ALTER", "DROP", "TRUNCATE")
# All that a GET may touch: sessions, which expire and rotate while somebody only looks, and allauth's own list of
# addresses, which the link of a password reset completes on first use.
_EXEMPT_TABLES = ('"django_session"', '"account_emailaddress"')


class WriteDuringRead(Exception):
    """A GET tried to write: a defect of ours, never the person's fault."""


def content_security_policy(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return middleware


def refuse_writes(execute, sql, params, many, context):
    """An execute wrapper under which only reading passes."""
    if sql.lstrip().upper().startswith(_WRITES) and not any(table in sql for table in _EXEMPT_TABLES):
        raise WriteDuringRead(f"A GET may not write: {sql[:120]}")
    return execute(sql, params, many, context)


@contextmanager
def writing_allowed():
    """Lift the rule, for the one GET that a protocol makes us write at: the return from an identity provider."""
    kept = connection.execute_wrappers[:]
    connection.execute_wrappers[:] = [wrapper for wrapper in kept if wrapper is not refuse_writes]
    try:
        yield
    finally:
        connection.execute_wrappers[:] = kept


def read_only_get(get_response):
    def middleware(request):
        if request.method not in _SAFE_METHODS:
            return get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return get_response(request)

    return middleware
