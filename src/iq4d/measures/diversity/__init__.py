"""Diversity: do different views meet, and is everyone heard?"""
