"""Pictures as SVG, drawn from plain figures: the same in a page, a mail and a PDF. No script, no style attribute."""
