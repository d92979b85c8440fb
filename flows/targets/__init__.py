"""Text → Target: the grammar of 指标值 (target values)."""

from flows.targets.model import Role, Span, Target, TargetKind, TargetPart
from flows.targets.parser import read_target

__all__ = ["Role", "Span", "Target", "TargetKind", "TargetPart", "read_target"]
