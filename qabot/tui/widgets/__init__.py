"""What the screens are made of. Widgets draw and post messages; they neither search nor decide."""
