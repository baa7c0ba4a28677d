"""Reading what people have (pages, web archives, feeds, tables) as articles.

Everything here turns bytes into `intake.items`; where articles go, and which outlet they are of, is
the warehouse's business (warehouse/landing/ingest.py). docs/ingest.md tells the whole of it.
"""
