"""What every command shares with the terminal it runs in: signals to stop, output that ends, a wait that shows."""
