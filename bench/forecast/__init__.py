"""How far off are the forecasts, beside simple rules and boosting trained in the same run?"""
