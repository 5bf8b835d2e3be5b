"""The parts that dialogs are made of: fields, what is checked when they are submitted, how failures are shown."""
