"""The invented authority of `make demo`: its people, families and two years of work. Nobody here exists."""
