"""Where an administrator's pages are."""

from django.urls import path

from holdspace_site.web.administration import (
    agency,
    clients,
    listening,
    people,
    questionnaires,
    readers,
    record,
)

app_name = "administration"
urlpatterns = [
    path("", agency.home, name="home"),
    path("agency/", agency.agency, name="agency"),
    path("agency/readers/", readers.readers, name="readers"),
    path("agency/listening/", listening.listening, name="listening"),
    path("people/", people.people, name="people"),
    path("people/new/", people.add, name="add-person"),
    path("people/<int:person_id>/link/", people.link, name="person-link"),
    path("people/<int:person_id>/end/", people.end, name="end-account"),
    path("people/pairs/new/", people.add_pair, name="add-pair"),
    path("people/pairs/<int:pair_id>/end/", people.end_pair, name="end-pair"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path(
        "questionnaires/<str:instrument_id>/",
        questionnaires.questionnaire,
        name="questionnaire",
    ),
    path(
        "questionnaires/<str:instrument_id>/switch/",
        questionnaires.switch,
        name="switch-questionnaire",
    ),
    path(
        "questionnaires/<str:instrument_id>/words/delete/",
        questionnaires.drop,
        name="drop-questionnaire-words",
    ),
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", clients.add, name="add-client"),
    path("clients/<int:client_id>/", clients.client, name="client"),
    path("clients/<int:client_id>/link/", clients.link, name="client-link"),
    path(
        "clients/<int:client_id>/team/<int:worker_id>/leave/",
        clients.leave,
        name="leave-care-team",
    ),
    path("clients/<int:client_id>/record/", record.record, name="record"),
    path("clients/<int:client_id>/record/erase/", record.erase, name="erase"),
    path("clients/<int:client_id>/erased/", record.erased, name="erased"),
]
