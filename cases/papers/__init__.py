"""What is printed of the work with a child: a record turned into the parts of a document, a module a paper."""
