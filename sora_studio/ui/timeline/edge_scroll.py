"""How fast the film goes by while something is dragged near the edge of the window."""

REACH_PX = 36.0
FASTEST_PX = 22.0


def speed(x: float, width: float) -> float:
    """Pixels a step: negative near the left edge, growing towards and beyond it; 0 in between."""
    reach = min(REACH_PX, width / 4)
    if x < reach:
        return -FASTEST_PX * min(1.0, (reach - x) / reach)
    if x > width - reach:
        return FASTEST_PX * min(1.0, (x - width + reach) / reach)
    return 0.0
