"""Words on a map that never lie on each other, on a mark, or beyond the frame."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from openthaad.plots.ground import INK, PAPER

# Where words may stand beside a mark, the best first: offset in points, and alignment.
_BESIDE = (
    (6, 0, "left", "center"),
    (-6, 0, "right", "center"),
    (0, 6, "center", "bottom"),
    (0, -6, "center", "top"),
    (5, 5, "left", "bottom"),
    (-5, 5, "right", "bottom"),
    (5, -5, "left", "top"),
    (-5, -5, "right", "top"),
)
_UPON = ((0, 0, "center", "center"),)
_GAP = 2.5  # pixels between the boxes of two words
Spot = tuple[float, float]


class Labels:
    """The words and marks of one map, and the room that they take."""

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.taken: list[Bbox] = []
        canvas = axes.figure.canvas
        assert isinstance(canvas, FigureCanvasAgg)  # noqa: S101 (each figure here has one)
        self.renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
        self.frame = axes.get_window_extent(self.renderer)

    def keep_free(self, spot: Spot, radius: float) -> None:
        """Let no words cover a mark of a radius [points]."""
        self.taken.append(self._about(spot, radius))

    def is_free(self, spot: Spot, radius: float) -> bool:
        """Say whether a mark of a radius [points] would lie on nothing."""
        return not self._about(spot, radius).count_overlaps(self.taken)

    def _about(self, spot: Spot, radius: float) -> Bbox:
        x, y = self.axes.transData.transform(spot)
        r = radius * self.axes.figure.dpi / 72.0
        return Bbox.from_extents(x - r, y - r, x + r, y + r)

    def beside(self, spot: Spot, words: str, **style: Any) -> bool:  # noqa: ANN401
        """Write words beside a mark where there is room; say whether there was."""
        return self._write(spot, words, _BESIDE, style)

    def upon(self, spots: Sequence[Spot], words: str, **style: Any) -> bool:  # noqa: ANN401
        """Write words on the first of some spots where there is room."""
        return any(self._write(spot, words, _UPON, style) for spot in spots)

    def _write(
        self,
        spot: Spot,
        words: str,
        places: Sequence[tuple[int, int, str, str]],
        style: dict[str, Any],
    ) -> bool:
        look = {"fontsize": 8.2, "color": INK, "zorder": 8, **style}
        for dx, dy, across, up in places:
            text = self.axes.annotate(
                words, spot, (dx, dy), textcoords="offset points", ha=across, va=up, **look
            )
            if self.reserve(text):
                halo = withStroke(linewidth=2.2, foreground=PAPER, alpha=0.85)
                text.set_path_effects([halo])
                return True
            text.remove()
        return False

    def reserve(self, text: Text) -> bool:
        """Take the room of some words, if it is free and in the frame."""
        box = text.get_window_extent(self.renderer).padded(_GAP)
        inside = (
            box.x0 >= self.frame.x0
            and box.x1 <= self.frame.x1
            and box.y0 >= self.frame.y0
            and box.y1 <= self.frame.y1
        )
        if not inside or box.count_overlaps(self.taken):
            return False
        self.taken.append(box)
        return True
