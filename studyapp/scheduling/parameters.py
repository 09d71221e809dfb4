"""The 21 parameters of FSRS-6 and the range in which each makes sense."""

DEFAULT_PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956,
    6.4133, 0.8334, 3.0194, 0.001,
    1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483,
    0.6014, 1.8729,
    0.5425, 0.0912, 0.0658,
    0.1542,
)  # fmt: skip

RANGES = (
    *[(0.001, 100.0)] * 4,
    (1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.001, 0.75),
    (0.0, 4.5), (0.0, 0.8), (0.001, 3.5),
    (0.001, 5.0), (0.001, 0.25), (0.001, 0.9), (0.0, 4.0),
    (0.0, 1.0), (1.0, 6.0),
    (0.0, 2.0), (0.0, 2.0), (0.0, 0.8),
    (0.1, 0.8),
)  # fmt: skip

# Fitted parameters come from a 32-bit optimiser, which may overstep a bound in its last digit.
_SLACK = 1e-6


def check_parameters(parameters: tuple[float, ...]) -> None:
    """Raise ValueError unless *parameters* are 21 numbers, each in its range."""
    if len(parameters) != len(DEFAULT_PARAMETERS):
        raise ValueError(f"FSRS-6 has 21 parameters; these are {len(parameters)}")
    for number, (value, (lowest, highest)) in enumerate(zip(parameters, RANGES, strict=True)):
        if not lowest - _SLACK <= value <= highest + _SLACK:
            raise ValueError(f"parameter {number} is {value}; give {lowest} to {highest}")
