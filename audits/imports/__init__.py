"""Bringing an authority in from the workbook every inspection asks for (Annex A): read, report, then one commit."""
