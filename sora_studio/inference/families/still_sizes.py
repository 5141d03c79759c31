"""The picture sizes an image model can draw: as many pixels as it was taught at, in the shapes films come in."""

import math

# Width to height: 16:9 first, the size a film starts with; then 4:3, square, upright, and wide screen.
_SHAPES = ((16, 9), (4, 3), (1, 1), (3, 4), (9, 16), (64, 27))


def still_sizes(side: int, multiple: int) -> tuple[tuple[int, int], ...]:
    """(width, height) in pixels about `side` x `side` in area, in multiples of `multiple`, each once."""
    steps = range(1, max(2, 2 * side // multiple) + 1)
    sizes = [(width * multiple, height * multiple) for width in steps for height in steps]

    def distance(size: tuple[int, int], shape: tuple[int, int]) -> float:
        width, height = size
        wrong_shape = abs(math.log(width * shape[1] / (height * shape[0])))
        return wrong_shape + 0.5 * abs(math.log(width * height / side**2))

    return tuple(dict.fromkeys(min(sizes, key=lambda size: distance(size, shape)) for shape in _SHAPES))
