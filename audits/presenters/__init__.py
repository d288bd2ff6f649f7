"""Rows turned into the words that pages show, a module a noun."""
