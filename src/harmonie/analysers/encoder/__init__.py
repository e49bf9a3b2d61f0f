"""The encoder of the tiers ``full`` and ``deep``: onnxruntime, loaded when first used."""
