"""Where does Firebreak meet the outside world? Sources, channels and the one way out, all without Django."""
