"""What the actions do: one module for each subject; which there are stands in `services`."""
