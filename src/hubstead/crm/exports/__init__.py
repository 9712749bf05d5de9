"""Exports: records as files, made by jobs, fetched by links that expire."""
