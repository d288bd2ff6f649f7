"""A genogram drawn from data: who belongs (``kin``), where each stands (``rows``, ``plan``), and the lines."""
