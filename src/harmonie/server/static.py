"""Static files with their hash in the name, once collected; as they are before."""

from __future__ import annotations

from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


def _without_source_maps(patterns: Any) -> tuple[Any, ...]:
    """Source maps are not collected, so references to them must not be followed."""
    kept = []
    for glob, rules in patterns:
        rules = tuple(rule for rule in rules if "sourceMappingURL" not in str(rule))
        if rules:
            kept.append((glob, rules))
    return tuple(kept)


class HashedStorage(ManifestStaticFilesStorage):
    """A file missing from the manifest keeps its plain name, which WhiteNoise finds in its app."""

    manifest_strict = False
    keep_intermediate_files = False
    patterns = _without_source_maps(ManifestStaticFilesStorage.patterns)

    def stored_name(self, name: str) -> str:
        found: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return found
