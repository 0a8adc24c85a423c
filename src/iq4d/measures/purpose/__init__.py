"""Purpose: is it clear what the conversation is for, and does it stay in sight?"""
