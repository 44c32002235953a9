"""Where everything is."""

from django.urls import include, path

from holdspace_site.web import home
from holdspace_site.web.choose_password import choose_password
from holdspace_site.web.first_run import first_run
from holdspace_site.web.handed_check_in import handed_check_in, put_down
from holdspace_site.web.handed_questionnaire import handed_questionnaire
from holdspace_site.web.handed_questionnaire import put_down as put_down_questionnaire
from holdspace_site.web.pin import pin

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", home.SignIn.as_view(), name="sign-in"),
    path("sign-in/<str:secret>/", home.sign_in_link, name="sign-in-link"),
    path("pin/", pin, name="pin"),
    path("sign-out/", home.sign_out, name="sign-out"),
    path("signed-out/", home.signed_out, name="signed-out"),
    path("first-run/", first_run, name="first-run"),
    path("choose-password/", choose_password, name="choose-password"),
    path("healthz", home.healthz, name="healthz"),
    path("check-in/", handed_check_in, name="handed-check-in"),
    path("check-in/put-down/", put_down, name="put-down-check-in"),
    path("questionnaire/", handed_questionnaire, name="handed-questionnaire"),
    path(
        "questionnaire/put-down/", put_down_questionnaire, name="put-down-questionnaire"
    ),
    path("me/", include("holdspace_site.web.client.urls")),
    path("supervision/", include("holdspace_site.web.supervision.urls")),
    path("administration/", include("holdspace_site.web.administration.urls")),
    path("practice/", include("holdspace_site.web.administration.practice_urls")),
    path("", include("holdspace_site.web.worker.urls")),
]
