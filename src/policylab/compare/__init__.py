"""What a plan takes over from an earlier one, what it changes, and who is made responsible."""

from policylab.compare._reuse import text_reuse

__all__ = ["text_reuse"]
