"""What people make of answers."""
