"""The constraint model. `build` makes it; rules and goals talk to `Model` alone."""

from calloff.model.core import Linear, Literal, When
from calloff.model.facade import Model

__all__ = ["Linear", "Literal", "Model", "When"]
