"""Who is on duty for what, who takes which part in an incident, and who hands what over to whom?"""
