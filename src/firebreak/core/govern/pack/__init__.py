"""What is an evidence pack, and is one still what was sealed? Written and checked without a database."""

from firebreak.core.govern.pack.check import Fault, Flaw, Report, check_pack
from firebreak.core.govern.pack.seal import Link, Proof, seal_pack

__all__ = ["Fault", "Flaw", "Link", "Proof", "Report", "check_pack", "seal_pack"]
