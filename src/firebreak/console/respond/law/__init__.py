"""What does the law want done about an incident, and who has said that it applies, does not, or is done?"""
