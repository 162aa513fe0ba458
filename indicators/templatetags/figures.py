"""{% load figures %}: the pictures of a figure in a template."""

from django import template

from indicators import figure_charts

register = template.Library()

register.simple_tag(figure_charts.figure_bullet)
register.simple_tag(figure_charts.figure_sparkline)
