"""Room on the stack changes how quick a page is, never what it answers."""

import pytest

from holdspace_site.roomy_stack import roomy


def test_what_goes_in_and_comes_out_is_untouched():
    assert roomy(lambda *given: given)("environ", "start") == ("environ", "start")


def test_an_error_comes_through_as_it_was():
    def refuses(environ):
        raise LookupError(environ)

    with pytest.raises(LookupError, match="environ"):
        roomy(refuses)("environ")


def test_calls_may_go_as_deep_as_ever():
    def deeper(n):
        return 0 if n == 0 else 1 + deeper(n - 1)

    assert roomy(deeper)(600) == 600


def test_it_may_be_entered_again_from_within():
    assert roomy(lambda: roomy(lambda: "inside")())() == "inside"
