"""Between text and speech: a model's answer put into words for the ear, and what callers dictate and spell."""
