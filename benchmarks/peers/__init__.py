"""Side by side: the product and what a user would pick instead, on one corpus with one encoder, in one run."""
