"""Where does an incident stand, and where may it go?"""
