"""How a worker's registration number and hours are written."""

import re

REGISTRATION_NUMBER = re.compile(r"\A[A-Za-z0-9]+\Z")
REGISTRATION_SIGNS = "A Social Work England number has letters and digits only, like SW12345."
FTE_IN_RANGE = "Full-time equivalent is more than 0 and at most 1."
