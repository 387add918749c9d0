"""How is a brand set up? One module per tab; this package only shows and asks, services write."""
