"""Screens of the catalogue, a module each."""
