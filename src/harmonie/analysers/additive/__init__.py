"""The additive model: every score is a bias plus what each word adds."""
