"""Official figures: read, checked, corrected, cleaned, and the dates that go with them."""
