"""How one thing is drawn."""
