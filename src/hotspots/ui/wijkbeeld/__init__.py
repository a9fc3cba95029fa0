"""The page `Wijkbeeld`: what goes on in a wijk, a buurt or a drawn area."""
