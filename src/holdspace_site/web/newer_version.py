"""A form that met a newer version: what is kept now, and what was typed beside it."""

from collections.abc import Iterable, Mapping

from django import forms


def with_newer(
    form: forms.Form, kept: Mapping[str, object], problem: Exception
) -> forms.Form:
    """Return the form filled with what is kept now, so that a person can go on.

    `form` is the valid one that came too late, `kept` the values as they are now, by
    field, with the version. What `kept` does not name stays as it was typed. The new
    form's `typed_before` holds what was typed otherwise, each with its label.
    """
    values = {name: form.data.get(name, "") for name in form.fields} | dict(kept)
    newer = type(form)(values)
    newer.is_valid()
    newer.add_error(None, str(problem))
    newer.typed_before = list(_typed_otherwise(form, kept))
    return newer


def _typed_otherwise(
    form: forms.Form, kept: Mapping[str, object]
) -> Iterable[tuple[str, str]]:
    for field in form.visible_fields():
        if field.name not in kept:
            continue
        typed = form.cleaned_data[field.name]
        if str(typed) != str(kept[field.name]):
            names = dict(getattr(field.field, "choices", ()))
            yield str(field.label), str(names.get(typed, typed))
