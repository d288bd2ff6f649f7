"""Every table and every rule of the app as a new database gets them, a module to a noun as in the models."""

from cases.migrations.beginning import (
    allocations,
    assessments,
    protection,
)

NOUNS = (
    allocations,
    assessments,
    protection,
)
TABLES = [table for noun in NOUNS for table in noun.TABLES]
RULES = {model: rules for noun in NOUNS for model, rules in noun.RULES.items()}
