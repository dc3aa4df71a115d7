"""`python -m policylab.cli`, where the console script is not on the path."""

from policylab.cli import main

main()
