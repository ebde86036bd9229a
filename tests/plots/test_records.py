"""Every public figure says in words what record it is drawn of."""

import pytest

from openthaad import OpenThaadError, plots

MORE = {
    "tornado": {"foot": ""},
    "convergence": {"title": "", "quantity": "", "foot": ""},
}


@pytest.mark.parametrize("name", plots.__all__)
@pytest.mark.parametrize("value", [3, None, "korea-2017", [1]])
def test_a_figure_of_something_else_is_refused_in_words(name, value, tmp_path):
    with pytest.raises(OpenThaadError, match="this figure is drawn of a ") as caught:
        getattr(plots, name)(value, tmp_path / "x.png", **MORE.get(name, {}))
    assert isinstance(caught.value, TypeError)
    assert "openthaad." in caught.value.hint
    assert not list(tmp_path.iterdir())
