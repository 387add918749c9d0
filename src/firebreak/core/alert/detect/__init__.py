"""How early can it be known? Counts of posts, judged as they come by the brand's own past."""

from firebreak.core.alert.detect.complaints import Complaints
from firebreak.core.alert.detect.detector import Detector, Judged

__all__ = ["Complaints", "Detector", "Judged"]
