"""The live map: a component around Leaflet that receives values only."""
