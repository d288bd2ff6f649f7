"""What the app puts on the first page, a module a noun; each is read at start."""
