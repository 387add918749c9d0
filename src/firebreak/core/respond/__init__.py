"""What must be done by when? The clocks of an incident."""
