"""Versions of the programmes that make the results."""

import platform
from importlib.metadata import version

import pandas as pd
import pypandoc
from files import write_table

versions = {"Python": platform.python_version()}
versions |= {name: version(name) for name in snakemake.params.packages}
versions["pandoc"] = pypandoc.get_pandoc_version()
write_table(pd.DataFrame(versions.items(), columns=["programme", "version"]), snakemake.output.environment)
