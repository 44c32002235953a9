"""The doors: where everybody starts, signing in and out, whether the site is well."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace_site.actions.errors import LinkNotValid
from holdspace_site.actions.sign_in_link import person_behind, use_link
from holdspace_site.records.access_log import write_down
from holdspace_site.records.scope import agency_of
from holdspace_site.web.leaving import empty_device
from holdspace_site.web.pin import (
    BACKEND,
    asks_for_pin,
    invitation_gone,
    open_invitation,
)
from holdspace_site.web.sign_in_form import SignInForm
from holdspace_site.web.whose import nobodys
from holdspace_site.web.worker.today import today

_START = {
    Role.CLIENT: "client:home",
    Role.SUPERVISOR: "supervision:home",
    Role.ADMINISTRATOR: "administration:home",
}


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show a worker their day; send everybody else to their own first page."""
    role = Role(request.user.role)
    return today(request) if role is Role.WORKER else redirect(_START[role])


class SignIn(LoginView):
    """Sign in with a name and a password."""

    template_name = "sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Ask for the PIN instead, on the known phone of a client."""
        if pin_page := asks_for_pin(request):
            return redirect(pin_page)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Write the sign-in down; nothing of a visit before it goes on."""
        write_down("sign_in", by=form.get_user(), now=timezone.now())
        self.request.session.flush()
        return super().form_valid(form)


def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in by a one-use link: in the demo at once, else after a button.

    After the button a client chooses a PIN first.
    """
    now = timezone.now()
    try:
        person = person_behind(secret, now=now)
        is_real = not agency_of(person).is_demo
        if is_real and request.method != "POST":
            return render(request, "sign_in_link.html")
        if is_real and person.role == Role.CLIENT.value:
            return open_invitation(request, secret)
        person = use_link(secret, now=now)
    except LinkNotValid as problem:
        return invitation_gone(request, problem)
    logout(request)
    login(request, person, backend=BACKEND)
    if is_real and not person.has_usable_password():
        return redirect("choose-password")
    return redirect("home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the browser's session and ask it to forget what it kept."""
    logout(request)
    response = redirect("signed-out")
    empty_device(request, response)
    nobodys(response)
    return response


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that nobody is signed in any more."""
    return render(request, "signed_out.html")


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer whether the database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
