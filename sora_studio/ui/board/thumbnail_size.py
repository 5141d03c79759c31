"""Heights thumbnails come in, so that zooming makes few of them."""

HEIGHTS = (54, 81, 108, 144, 216, 288, 360, 432, 576, 720)


def thumbnail_height(wanted: float) -> int:
    """The least height, in device pixels, that is no smaller than wanted."""
    return next((height for height in HEIGHTS if height >= wanted), HEIGHTS[-1])
