"""Which mentions of an article are of one event.

A mention joins one of the last incidents when nothing contradicts (type, place, date, toll) and
something speaks for it (the same figures or place, a definite noun, nearness); else it opens its
own. The title only confirms, or stands alone where the text has nothing. Summaries (حوادث متفرقة)
give way to what they sum up.
"""
