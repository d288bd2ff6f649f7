"""What the cases know about one child: a module of sources for each kind of work."""
