"""From tables of results to the paper: numbers in the text, tables, numbering, HTML and PDF."""
