"""A stand-in for the LibreLink Up cloud and for a Nightscout server: for tests and the demo, never shipped."""
