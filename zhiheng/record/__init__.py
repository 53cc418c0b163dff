"""The append-only event log and its leaves: the ground of every app that acts."""
