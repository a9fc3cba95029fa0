"""What the server itself answers: to a proxy, to a watchdog, to who came by another name."""

HEALTHY = "gezond"
STARTING = "nog niet klaar: de gemeente wordt geopend"
NOT_HEALTHY = "niet gezond: {what}"
UNKNOWN_HOST = "Deze server luistert niet naar die naam. Zet de naam in HOTSPOTS_HOSTS."
UNKNOWN_GEOMETRY = "Onbekende kaartlaag."
WAITING_FOR_IMPORTS = "Stoppen: eerst wordt afgemaakt wat nog wordt ingelezen ({count})."
IMPORTS_LEFT = "Gestopt terwijl nog iets werd ingelezen ({count}); daarvan is niets gepubliceerd."
