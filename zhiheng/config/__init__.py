"""The service put together: settings, addresses, the server."""
