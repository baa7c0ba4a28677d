"""What is news, what is background, what is no incident: learned scores over what the rules found.

Weights are fitted by `python -m training.fit` on the train sets and lie in models/reading/.
"""
