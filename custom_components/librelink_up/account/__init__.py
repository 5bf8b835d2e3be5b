"""What runs for an account: its way to the cloud, what it keeps, what is known of its people, what the user is told."""
