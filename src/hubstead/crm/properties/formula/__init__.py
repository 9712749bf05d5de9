"""HubSpot's formula language, in which `calculation_equation` properties are written."""
