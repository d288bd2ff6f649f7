"""Factories: a plain call makes the simplest legal row, traits add to it. Names are invented.

Rows are written in the name of whoever acts; outside an act they are the system's.
"""
