"""Stories in a real browser; a package, so that the browser is closed at its end."""

import pytest

for helper in ("checks", "passage_page", "served", "window"):
    pytest.register_assert_rewrite(f"{__name__}.{helper}")
