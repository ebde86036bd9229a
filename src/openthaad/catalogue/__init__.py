"""Sourced data: every number with its unit, spread and reference."""

from openthaad.catalogue.entries import Entry, fingerprint, kinds, load, names
from openthaad.catalogue.places import Place, find_place, place_words, places, title_of
from openthaad.catalogue.tables import Table, load_table
from openthaad.catalogue.values import Value

__all__ = [
    "Entry",
    "Place",
    "Table",
    "Value",
    "find_place",
    "fingerprint",
    "kinds",
    "load",
    "load_table",
    "names",
    "place_words",
    "places",
    "title_of",
]
