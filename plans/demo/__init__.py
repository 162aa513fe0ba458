"""Demonstration content: the PAR 2007-2008 of Bas-Saint-Laurent, as plain data.

Titles, official names and figures come from the published plan; the prose is ours.
Nothing in this package imports Django.
"""
