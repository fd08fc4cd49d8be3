"""A second path to every figure of a plan, for the tests: it shares no code with the planner."""
