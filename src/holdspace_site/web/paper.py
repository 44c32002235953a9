"""Sets what goes on paper: tagged PDF, from data and never from markup."""

import json
from importlib import resources

import typst


def on_paper(template: str, **told: object) -> bytes:
    """Return a tagged PDF (PDF/UA-1) set by the typst file of that name.

    What is told goes to the typesetter as data, by name, and through no file.
    """
    source = resources.files(__package__) / "typst" / f"{template}.typ"
    return typst.compile(
        source.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={
            name: json.dumps(value, ensure_ascii=False) for name, value in told.items()
        },
    )
