"""How dates are written where Django's own way differs between our two languages."""
