"""Sphinx's settings."""

import sys
from pathlib import Path

from cptkit import __version__

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
project = "cptkit"
author = "the cptkit authors"
copyright = "2026, the cptkit authors; CPT is copyright of the American Medical Association"  # noqa: A001 - Sphinx's name
release = __version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "summaries",
]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
python_use_unqualified_type_names = True
exclude_patterns = ["_build", "_ext", "examples", "try"]
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["cptkit.css"]
html_js_files = ["tables.js"]
copybutton_prompt_text = r">>> |\.\.\. "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True
html_theme = "furo"
napoleon_use_ivar = True
html_title = f"cptkit {__version__}"
nitpicky = False
suppress_warnings = ["ref.python"]
