"""Settings of the documentation, built by ``make docs``."""

import logging

from jointstock import __version__

project = "jointstock"
author = "the jointstock authors"
copyright = "2026, the jointstock authors"
release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
# No dollarmath: in these pages a dollar is money. Formulas use the math role and directive.
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "description"
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "jointstock"

# A section may wait for its first page. Sphinx gives this warning no type, so that
# suppress_warnings cannot name it.
logging.getLogger("sphinx.sphinx.directives.other").addFilter(
    lambda record: "toctree glob pattern" not in str(record.msg)
)
