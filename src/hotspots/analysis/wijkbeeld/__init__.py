"""The wijkbeeld: what goes on in a wijk, a buurt or a drawn area, as a briefing."""
