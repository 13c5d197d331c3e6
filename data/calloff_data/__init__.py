"""Files in and out: the only part of Calloff that opens a file."""
