"""Firebreak 防火線: from the first bad post to the last lesson learnt."""

__version__ = "0.1.0"
