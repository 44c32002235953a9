"""The door through which the server hands requests to the site."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
