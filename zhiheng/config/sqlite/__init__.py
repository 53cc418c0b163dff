"""SQLite for several processes: who waits first writes first."""
