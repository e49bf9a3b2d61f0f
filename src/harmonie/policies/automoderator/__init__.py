"""Import of Reddit AutoModerator rules: what translates becomes a policy, the rest is named."""

from harmonie.policies.automoderator.report import Finding, Imported, ImportedRule
from harmonie.policies.automoderator.translate import import_rules

__all__ = ["Finding", "Imported", "ImportedRule", "import_rules"]
