"""Depth: do people take up what another says, and do they say on what grounds?"""
