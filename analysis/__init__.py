"""turningpoint: did something change at that date, by how much, and how sure can we be?"""

from importlib.metadata import version

__version__ = version("turningpoint")
