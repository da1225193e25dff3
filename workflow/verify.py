"""Check a bundle."""
