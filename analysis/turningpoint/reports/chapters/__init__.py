"""What the notebooks call, a module or a folder a notebook."""
