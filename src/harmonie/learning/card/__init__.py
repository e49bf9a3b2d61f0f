"""Model cards: what a tier is, what it learnt from, its figures and limits, in both languages.

Everything is made from the JSON beside the weights: figures are written down once.
"""
