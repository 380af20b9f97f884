"""What a rule written in TOML can be: one module a kind, each a schema and the rule it makes."""

from __future__ import annotations

from kanwu.kinds.confusion import ConfusionSpec
from kanwu.kinds.consistency import ConsistencySpec
from kanwu.kinds.conversion import ConversionSpec
from kanwu.kinds.evidence import EvidenceSpec
from kanwu.kinds.glued import GluedSpec
from kanwu.kinds.mixed import MixedSpec
from kanwu.kinds.name import NameSpec
from kanwu.kinds.pattern import PatternSpec
from kanwu.kinds.unconverted import UnconvertedSpec
from kanwu.kinds.variants import VariantsSpec

AnySpec = (
    ConfusionSpec
    | ConsistencySpec
    | ConversionSpec
    | EvidenceSpec
    | GluedSpec
    | MixedSpec
    | NameSpec
    | PatternSpec
    | UnconvertedSpec
    | VariantsSpec
)

__all__ = ["AnySpec"]
