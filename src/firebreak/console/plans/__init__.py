"""What have brand and agency agreed to do in a crisis? Plans that they write, sign and practise."""
