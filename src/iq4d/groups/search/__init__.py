"""The searches: over pairs, over tables of counts, block by block, and over rounds; all in whole numbers."""
