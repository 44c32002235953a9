"""The made-up practice, made once for all tests here; every test is undone."""

import importlib

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client as Browser
from django.utils import timezone

from holdspace.content.stories import shipped_stories
from holdspace_site.actions.make_demo import make_demo
from holdspace_site.records.keyring import forget
from holdspace_site.records.models import Client, Person
from holdspace_site.records.tables import add_what_no_model_says

BOTH_DATABASES = ["default", "keys"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            add_what_no_model_says(editor)
        make_demo(shipped_stories(), now=timezone.now())
        forget()


@pytest.fixture(autouse=True)
def _with_both_databases(request):
    request.node.add_marker(pytest.mark.django_db(databases=BOTH_DATABASES))
    request.getfixturevalue("db")
    forget()
    yield
    forget()


@pytest.fixture
def visitor():
    """A browser nobody has signed in with yet."""
    return Browser()


@pytest.fixture
def now():
    """This moment, by the clock of the practice."""
    return timezone.localtime()


def _client(name):
    return next(client for client in Client.objects.all() if client.name == name)


@pytest.fixture
def amara():
    """Amara's record; `amara.person` is her account."""
    return _client("Amara")


@pytest.fixture
def mateo():
    return _client("Mateo")


@pytest.fixture
def linh():
    return _client("Linh")


@pytest.fixture
def jordan():
    return _client("Jordan")


@pytest.fixture
def ruth():
    """The worker of all four."""
    return Person.objects.get(role="worker")


@pytest.fixture
def deborah():
    """Ruth's supervisor."""
    return Person.objects.get(role="supervisor")


@pytest.fixture
def samuel():
    """The administrator."""
    return Person.objects.get(role="administrator")


@pytest.fixture
def as_ruth(ruth):
    return signed_in(ruth)


@pytest.fixture
def as_amara(amara):
    return signed_in(amara.person)


@pytest.fixture
def as_deborah(deborah):
    return signed_in(deborah)


@pytest.fixture
def as_samuel(samuel):
    return signed_in(samuel)


def signed_in(person):
    """Return a browser in which this person is signed in."""
    browser = Browser()
    browser.force_login(person)
    return browser


@pytest.fixture
def empty_practice():
    """A practice nobody has set up yet; the triggers come back with the rollback."""
    migration = importlib.import_module(
        "holdspace_site.records.migrations.0002_access_log_only_grows"
    )
    with connection.schema_editor(atomic=False) as editor:
        migration.allow(apps, editor)
    for label, database in (("records", "default"), ("key_store", "keys")):
        with connections[database].cursor() as cursor:
            for model in apps.get_app_config(label).get_models():
                # Foreign keys are checked at the end of the transaction.
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608
    forget()
