"""What is checked before the first job is planned: configuration, raw files, vintages, code dependencies.

These modules run every time the workflow is parsed, a dry run included, so they use the standard
library (and jsonschema) only and finish in a fraction of a second.
"""


class GateError(ValueError):
    """The build must not start; the message says where, what was found, what was expected and what to do."""
