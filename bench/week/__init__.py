"""How good is the outlook on the next seven days, beside what anybody can say without it?"""
