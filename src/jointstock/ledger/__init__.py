"""Accounts, balances, limits and the journal: pure, in memory, in whole numbers."""
