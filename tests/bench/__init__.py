"""Speed, measured as a ratio to a plain Django page on the same data, the same machine and in the same run."""
