"""Interceptors as things with mass, motor, seeker and divert; their fly-out tables."""

from openthaad.interceptor.booster import burnout_speed, fit_propellant
from openthaad.interceptor.flyout import Flyout, flyout_table, reach
from openthaad.interceptor.model import Interceptor

__all__ = ["Flyout", "Interceptor", "burnout_speed", "fit_propellant", "flyout_table", "reach"]
