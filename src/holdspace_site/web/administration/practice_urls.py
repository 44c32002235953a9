"""Where the report on the whole practice is."""

from django.urls import path

from holdspace_site.web.administration import practice

app_name = "practice"
urlpatterns = [
    path("", practice.practice, name="report"),
    path("paper/", practice.paper, name="paper"),
]
