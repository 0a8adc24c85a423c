"""Mirrors in the course of time: of one dialogue, of a series, and of a circle as a group."""
