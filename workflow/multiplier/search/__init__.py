"""The definition search: every admissible way to compute what a study prints.

A candidate is a value for one month or window, definition and vintage. Matches found among many candidates are
readings, not proof; their number and the number expected by chance go with them.
"""
