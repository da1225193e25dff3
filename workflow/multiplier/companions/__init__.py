"""The companion studies on official figures: what each computes, computed again, one module a question."""
