"""Who may log in, and what he may do where."""
