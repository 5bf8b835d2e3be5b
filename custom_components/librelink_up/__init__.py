"""LibreLink Up: glucose of FreeStyle Libre sensors in Home Assistant and Nightscout."""
