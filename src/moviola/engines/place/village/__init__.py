"""Villages in the mountains: houses, a church, snow, lit windows."""
