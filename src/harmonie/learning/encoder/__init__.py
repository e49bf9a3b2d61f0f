"""Trains the encoder behind the tiers ``full`` and ``deep``: needs the extra ``encoder``."""
