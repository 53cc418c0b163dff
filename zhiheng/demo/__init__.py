"""The demo: a seeded sample log with planted faults, and the list of what was planted."""

from zhiheng.demo.comparing import Comparison, compare
from zhiheng.demo.files import DemoPaths, write_demo
from zhiheng.demo.generating import AS_OF, COLUMNS, Demo, generate
from zhiheng.demo.planting import Planted

__all__ = [
    "AS_OF", "COLUMNS", "Comparison", "Demo", "DemoPaths", "Planted", "compare", "generate", "write_demo",
]  # fmt: skip
