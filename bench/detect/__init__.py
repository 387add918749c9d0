"""How early does the detector know, and how often does it cry wolf, beside every rule that others publish?"""
