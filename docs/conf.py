"""Settings of the documentation, built by ``make docs``."""

import logging

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

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
html_math_renderer = "mathml"


def _formula(page: HTML5Translator, node: nodes.Element) -> None:
    """Write a formula in MathML, which browsers draw themselves: a page asks for nothing."""
    if isinstance(node, nodes.math_block):
        page.body.append(f"<p>{convert(node.astext(), display='block')}</p>")
    else:
        page.body.append(convert(node.astext()))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Called by Sphinx before it begins."""
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))


# A section may wait for its first page. Sphinx gives this warning no type, so that
# suppress_warnings cannot name it.
logging.getLogger("sphinx.sphinx.directives.other").addFilter(
    lambda record: "toctree glob pattern" not in str(record.msg)
)
