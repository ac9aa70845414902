"""Pictures of every screen: `python -m tests.browser.screenshots`."""
