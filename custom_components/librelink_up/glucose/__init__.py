"""What a reading is, and what follows from readings: pure, no I/O, no Home Assistant."""
