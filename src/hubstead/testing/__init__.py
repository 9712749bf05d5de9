"""Hubstead inside a test run: a pytest plugin, and what it is made of for other test runners.

from hubstead.testing.server import ServerThread

with ServerThread() as server:
    portal = server.portal()
    portal.client.crm.contacts.basic_api.get_page()
"""
