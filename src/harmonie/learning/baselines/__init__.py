"""Known libraries and simple models that judge the same texts in the same run."""
