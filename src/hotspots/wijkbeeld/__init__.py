"""What goes on in a wijk, a buurt or a drawn area: the briefing, its page, paper and command."""
