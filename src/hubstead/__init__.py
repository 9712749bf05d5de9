"""Hubstead: a self-hosted server that speaks HubSpot's public API."""
