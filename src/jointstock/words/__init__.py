"""The shared vocabulary: months, money, codes, entries, results and errors."""
