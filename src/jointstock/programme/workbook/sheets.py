"""The sheets of a workbook beside its tables, and the names that they bear."""

from __future__ import annotations

READ_ME = "read_me"  # explains the others
SCALARS = "programme"  # the scalars of programme.toml
ANSWER = "answer"  # whose part of a programme it is
LISTS = "lists"  # what the lists in cells offer

# Sheets that hold no table and yet are no mistake.
BESIDE = (READ_ME, SCALARS, ANSWER, LISTS)
SUFFIX = ".xlsx"
