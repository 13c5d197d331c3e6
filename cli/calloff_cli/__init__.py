"""The `calloff` command: it talks to a person, and computes nothing."""
