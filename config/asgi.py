"""ASGI entry point; Jalon is served through WSGI, this is kept for tools that ask for it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()
