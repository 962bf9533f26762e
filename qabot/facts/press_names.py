"""Names of the press, which figures are printed by and not about. Pure."""

from __future__ import annotations

PRESS = frozenset(
    """register|guardian|independent|telegraph|daily telegraph|times|sunday times|financial times|observer|
    economist|mirror|computing|computer weekly|computerworlduk|computerworld uk|publictechnology|
    public technology|ukauthority|uk authority|wired|wired uk|wired.co.uk|the mj|localgov|diginomica|
    silicon uk|silicon|techmonitor|tech monitor|computer business review|infosecurity|zdnet|v3|digital health|
    ehi|pulse|gp online|health service journal|hsj|civil service world|government computing|
    government business|itv news|bbc|bbc news|sky news|channel 4 news|reuters|press association|pa|
    law gazette|the law gazette|nursing times|itpro|it pro|techcrunch|informationweek|information age|cio uk|
    holyrood|the national|scotsman|herald|northern echo|yorkshire post|manchester evening news|
    evening standard|private eye|future care capital|think digital partners|total telecom|isp review|
    ispreview|redcentric|public sector executive|publicnet""".replace("\n    ", "").split("|")
)
"""What the press of the field is called, in small letters and without "the"."""
