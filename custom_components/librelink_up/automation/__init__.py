"""What automations get: alerts that tell of each thing once, who is meant by a target, what triggers pass on."""
