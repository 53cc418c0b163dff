"""The service under load: a city of a real one's size, taken in, then looked at by twenty people."""
