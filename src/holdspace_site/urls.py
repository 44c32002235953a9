"""Where everything is."""

from django.urls import include, path

from holdspace_site.web import home

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", home.SignIn.as_view(), name="sign-in"),
    path("sign-in/<str:secret>/", home.sign_in_link, name="sign-in-link"),
    path("sign-out/", home.sign_out, name="sign-out"),
    path("signed-out/", home.signed_out, name="signed-out"),
    path("first-run/", home.signed_out, name="first-run"),
    path("healthz", home.healthz, name="healthz"),
    path("me/", include("holdspace_site.web.client.urls")),
    path("", include("holdspace_site.web.worker.urls")),
]
