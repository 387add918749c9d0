"""Whom must this wake, and when? Normal ranges, alarms and the rhythm of disturbing."""
