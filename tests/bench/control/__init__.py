"""The control: what an ordinary Django project would serve over the same tables, without permissions or history."""
