"""The constraint model. `build` makes it; rules and goals talk to `Model` alone."""

from calloff.model.facade import Model
from calloff.model.when import Linear, Literal, When

__all__ = ["Linear", "Literal", "Model", "When"]
