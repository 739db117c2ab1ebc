"""Measurements against other programs in the same run. Not part of the program, and no tests."""
