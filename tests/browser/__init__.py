"""What people see: a real Home Assistant, its real frontend, and a browser that clicks through it."""
