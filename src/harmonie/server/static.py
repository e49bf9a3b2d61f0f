"""Static files with their hash in the name, once collected; as they are before."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStorage(ManifestStaticFilesStorage):
    """A file missing from the manifest keeps its plain name, which WhiteNoise finds in its app."""

    manifest_strict = False
    keep_intermediate_files = False

    def stored_name(self, name: str) -> str:
        return self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
