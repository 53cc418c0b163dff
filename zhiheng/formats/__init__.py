"""Readers and writers: files of the world on one side, relations on the other."""
