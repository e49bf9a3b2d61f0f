"""Tables of messages as people have them: JSON lines, CSV, Parquet, plain text; in a stream."""
