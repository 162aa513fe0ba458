"""Static files with a fingerprint in their name, compressed by gzip alone.

Brotli, at the level WhiteNoise uses, takes half a minute at every start for a tenth of the bytes.
"""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **options: object) -> Compressor:
        return super().create_compressor(use_brotli=False, **options)
