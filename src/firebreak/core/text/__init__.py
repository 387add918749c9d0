"""What may every stage know about a string: its folded form, grams, spans, personal data and copies."""
