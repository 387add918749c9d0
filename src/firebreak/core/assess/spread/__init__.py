"""How far will a story go? Forecasts from its first minutes or hours, with a band that was measured."""

from firebreak.core.assess.spread.cascade import WEEK, Cascade
from firebreak.core.assess.spread.forecaster import Forecast, Forecaster, Span, forecast, forecast_each

__all__ = ["WEEK", "Cascade", "Forecast", "Forecaster", "Span", "forecast", "forecast_each"]
