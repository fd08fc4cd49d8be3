"""Why a figure of a plan is what it is, and which changes would help most."""
