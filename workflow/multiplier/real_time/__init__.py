"""Headline numbers vintage by vintage: what could be known when, and how far revisions move it."""
