"""Every reasonable specification, and a joint test of all of them."""
