"""What could happen to a brand, and what keeps it from happening?"""
