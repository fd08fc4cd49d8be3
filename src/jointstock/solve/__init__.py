"""Linear and whole-number models: blocks to a sparse matrix, solved by HiGHS.

This layer knows no nation and no missile, and it alone names the solver.
"""
