"""The door through which the server hands requests to the site."""

from django.core.wsgi import get_wsgi_application

from holdspace_site.roomy_stack import roomy

application = roomy(get_wsgi_application())
