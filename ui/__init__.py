"""The doors: command line, HTTP API and web page."""
