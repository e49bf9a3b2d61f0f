"""The demo communities: a scenario of 60 days, as data, judged by the real pipeline."""
